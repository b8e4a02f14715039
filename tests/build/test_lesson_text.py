from pathlib import Path

import pytest

from helpers import Refusal
from helpers.build.lesson_text import LessonCell, read_lesson

SOUND = '''
# %% [markdown]
# # Title
#
# Text with a formula, $x \\\\ y$.

# %%
import numpy as np

# %% figure="unrolled"
draw.unrolled(alt="x")

# %% experiment="one" seconds=2 tags=["nbval-ignore-output"]
print(1)

# %% experiment="two"
print(2)

# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% test="double" part="values" points=2.5

# %% quiz="why" answer="b" points=1
why = None
'''


def read(tmp_path: Path, text: str) -> list[LessonCell]:
    path = tmp_path / "01_own.py"
    path.write_text(text.lstrip("\n"), encoding="utf-8")
    return read_lesson(path)


def test_a_lesson_is_read_with_its_lines(tmp_path: Path) -> None:
    """Are kind, name, marks, tags, source and line of every cell those of the text?"""
    cells = read(tmp_path, SOUND)
    assert [(cell.kind, cell.name, cell.line) for cell in cells] == [
        ("text", "", 1), ("code", "", 6), ("figure", "unrolled", 9), ("experiment", "one", 12),
        ("experiment", "two", 15), ("solution", "double", 18), ("test", "double", 25), ("quiz", "why", 27),
    ]  # fmt: skip
    assert cells[0].source == "# Title\n\nText with a formula, $x \\\\ y$."
    assert cells[3].marks == {"experiment": "one", "seconds": 2}
    assert cells[3].tags == ["nbval-ignore-output"]
    assert cells[6].marks["points"] == 2.5
    assert cells[6].source == ""


def test_line_ends_do_not_matter(tmp_path: Path) -> None:
    """Is a text with the line ends of Windows the same lesson?"""
    (tmp_path / "01_own.py").write_bytes(SOUND.lstrip("\n").replace("\n", "\r\n").encode())
    assert read_lesson(tmp_path / "01_own.py") == read(tmp_path, SOUND)


REFUSED = {
    "a mark that does not exist": ("# %% soluton=\"f\"\nx = 1", 1, "unknown mark soluton."),
    "a mark of another kind": ('# %%\nx = 1\n# %% solution="f" points=3\nx = 2', 3, "unknown mark points."),
    "two kinds": ('# %% solution="f" test="f" part="a" points=1\nx = 2', 1, "unknown mark part, points, test."),
    "a mark on text": ('# %% [markdown] part="a"\n# text', 1, "unknown mark part."),
    "a title": ("# %% A title\nx = 1", 1, "unknown mark title."),
    "a bare word": ("# %% figure\nx = 1", 1, "unknown mark title."),
    "a tag that does not exist": ('# %% tags=["skip-execution"]\nx = 1', 1, "unknown mark skip-execution."),
    "tags that are text": ('# %%\nx = 1\n\n# %% tags="nbval-ignore-output"\nx = 1', 4, "these marks cannot be read."),
    "tags that are a number": ('# %%\nx = 1\n\n# %% tags=3\nx = 1', 4, "these marks cannot be read."),
    "tags that hold a number": ('# %% tags=[3]\nx = 1', 1, "these marks cannot be read."),
    "a raw cell": ("# %% [raw]\n# text", 1, "unknown mark [raw]."),
    "another markdown": ("# %% [md]\n# text", 1, "unknown mark region_name."),
    "a test without part": ('# %% test="f" points=1\n', 1, "this test cell lacks the mark part."),
    "a test without points": ('# %% test="f" part="a"\n', 1, "this test cell lacks the mark points."),
    "a quiz without answer": ('# %% quiz="f" points=1\nf = None', 1, "this quiz cell lacks the mark answer."),
    "points of text": ('# %% test="f" part="a" points="3"\n', 1, "the mark points has no sensible value."),
    "points of none": ('# %% test="f" part="a" points=0\n', 1, "the mark points has no sensible value."),
    "points below none": ('# %% test="f" part="a" points=-1\n', 1, "the mark points has no sensible value."),
    "points that are true": ('# %% test="f" part="a" points=true\n', 1, "the mark points has no sensible value."),
    "points that are false": ('# %% test="f" part="a" points=false\n', 1, "the mark points has no sensible value."),
    "points without number": ('# %% test="f" part="a" points=NaN\n', 1, "the mark points has no sensible value."),
    "points without end": ('# %% test="f" part="a" points=1e999\n', 1, "the mark points has no sensible value."),
    "an empty name": ('# %% solution=""\nx = 1', 1, "the mark solution has no sensible value."),
    "a number for a name": ("# %% solution=3\nx = 1", 1, "the mark solution has no sensible value."),
    "a name with a blank": ('# %% solution="a b"\nx = 1', 1, "'a b' is not a name; use plain letters"),
    "a name with a dash": ('# %% experiment="a-b"\nx = 1', 1, "'a-b' is not a name"),
    "a name beyond ASCII": ('# %% solution="größe"\nx = 1', 1, "'größe' is not a name"),
    "a keyword": ('# %% solution="lambda"\nx = 1', 1, "'lambda' is not a name"),
    "a part with a blank": ('# %% test="f" part="edge cases" points=1\n', 1, "'edge cases' is not a name"),
    "text before the first cell": ("import numpy\n# %%\nx = 1", 1, "text stands before the first `# %%` line."),
    "another mark": ("# %%\nx = 1\n#%%\ny = 2", 3, "write `# %%`, with one blank."),
    "a third mark": ("# %%\nx = 1\n#  %% solution=\"f\"\ny = 2", 3, "write `# %%`, with one blank."),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_an_odd_mark_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    """Is each mark that cannot be meant refused with file and line?"""
    text, line, sentence = REFUSED[name]
    with pytest.raises(Refusal) as refused:
        read(tmp_path, text)
    assert str(refused.value).startswith(f"solutions/01_own.py:{line}: {sentence}")


def test_a_mark_inside_a_text_is_refused(tmp_path: Path) -> None:
    """Is a line that looks like a mark, but stands between quotation marks, no cell in silence?"""
    with pytest.raises(Refusal, match="2 lines begin with `# %%`, but there are 1 cells"):
        read(tmp_path, '# %%\nx = """\n# %% solution="f"\n"""')


def test_a_missing_lesson_is_refused(tmp_path: Path) -> None:
    """Is a lesson without a text named with its place?"""
    with pytest.raises(Refusal, match=r"solutions/09_none\.py is missing"):
        read_lesson(tmp_path / "09_none.py")
