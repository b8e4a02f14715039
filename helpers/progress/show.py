"""Show in a notebook how far its reader is."""

from __future__ import annotations

from pathlib import Path

from helpers import paths

ELSEWHERE = "Here your own progress is shown, when you open this notebook in your folder work/."


def show_progress() -> None:
    """Show which exercises of all lessons pass, in a notebook that works in the folder work/.

    Elsewhere, as in the course's own copies, one fixed sentence is printed.
    """
    if not Path.cwd().resolve().is_relative_to(paths.WORK.resolve()):
        print(ELSEWHERE)
        return
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    from helpers.progress import page, table
    from helpers.progress.lessons import course_progress

    lessons = course_progress()
    if get_ipython() is None:
        print(table.overview(lessons))
    else:
        display({"text/plain": table.overview(lessons), "text/html": page.overview(lessons)}, raw=True)
