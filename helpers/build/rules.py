"""What the build refuses in a lesson, each with file and line."""

from __future__ import annotations

import ast
import builtins
import re
import symtable
from collections.abc import Iterator

from nbformat import NotebookNode

from helpers import Refusal
from helpers.build.expand import id_of_test
from helpers.build.lesson_text import OF_TEXT, SKIPPED, LessonCell
from helpers.build.time_plan import exercises_in, time_plan
from helpers.exercises.load import PrivateSide

_IMAGE = re.compile(r"""!\[\s*\][(\[]|<img(?![^>]*\balt=("[^"]+"|'[^']+'))""", re.IGNORECASE)
_TABLE_OF_WORDS = "helpers.draw.claims"  # is no picture, and says in words all that it says
_KNOWN_NAMES = {*dir(builtins), "__name__", "display"}
_LONGEST_ID = 64  # characters, in nbformat
_PROMISE_MAY_BE_OFF = 0.2  # of what the time plan comes to
_LEAK_LENGTH = 16  # characters without blanks; a shorter line such as `return h` says nothing


def refuse_bad_text(cells: list[LessonCell], file: str) -> None:
    """Refuse what the text alone shows: marks that do not fit, figures without alternative text, borrowed names."""
    _refuse_odd_exercises(cells, file)
    for cell in cells:
        _refuse_odd_regions(cell, file)
        _refuse_missing_alt(cell, file)
    _refuse_borrowed_names(cells, file)
    _refuse_wrong_times(cells, file)


def refuse_bad_private_side(cells: list[LessonCell], side: PrivateSide, file: str) -> None:
    """Refuse an exercise whose private side is not whole, and a quiz whose options are not."""
    lines = {cell.name: cell.line for cell in cells if cell.kind == "solution"}
    for cell in cells:
        undeclared = (cell.kind == "solution" and cell.name not in side.exercises) or (
            cell.kind == "quiz" and cell.name not in side.quizzes
        )
        if undeclared:
            raise Refusal(f"{file}:{cell.line}: {cell.name} is not declared in the lesson's exercises file.")
    for name, exercise in side.exercises.items():
        if name not in lines:
            raise Refusal(f"{file}: the exercises file declares {name}, for which the lesson has no solution cell.")
        where = f"{file}:{lines[name]}: {name}"
        if not exercise.explained:
            raise Refusal(
                f"solutions/{side.lesson}_exercises.py: {name} has no explanation of its reference for `reveal`: "
                'add explained="""...""" to its exercise(...).'
            )
        if not exercise.mistakes:
            raise Refusal(f"{where} has no mistakes: list at least one wrong way that people write.")
        if missing := [part for part in exercise.parts if part not in exercise.visible]:
            raise Refusal(f"{where} has no visible cases for part {', '.join(missing)}.")
        if unknown := {*exercise.visible, *exercise.hidden} - set(exercise.parts):
            raise Refusal(f"{where} has cases for part {', '.join(sorted(unknown))}, which has no test cell.")
        for mistake in exercise.mistakes:
            if not mistake.fails or set(mistake.fails) - set(exercise.parts):
                raise Refusal(
                    f"{where}: the mistake {mistake.name} has to name the parts it loses, of {list(exercise.parts)}."
                )
            if not mistake.says.strip():
                raise Refusal(f"{where}: the mistake {mistake.name} has no sentence that would help.")
    for cell in cells:
        if cell.kind == "quiz":
            options = side.quizzes[cell.name].options
            if cell.marks["answer"] not in options or len(options) < 2 or not all(options.values()):
                raise Refusal(
                    f"{file}:{cell.line}: the exercises file has to explain every option of the quiz {cell.name}."
                )


def refuse_leaks(cells: list[LessonCell], release: NotebookNode, file: str) -> None:
    """Refuse a student's notebook in which a line of an answer can be read anywhere."""
    pages = [(without_blanks(cell.source), cell) for cell in release.cells]
    for page, cell in pages:
        for marker in ("BEGINSOLUTION", "ENDSOLUTION", "HIDDENTESTS"):
            if marker in page:
                raise Refusal(f"{file}: {marker} would stand in the student's notebook, in cell {cell.id}.")
    for cell in cells:
        if cell.kind == "solution":
            for line, text in answer_lines(cell):
                wanted = without_blanks(text)
                if len(wanted) >= _LEAK_LENGTH and any(wanted in page for page, _ in pages):
                    raise Refusal(
                        f"{file}:{line}: this line of the answer to {cell.name} can be read in the student's notebook."
                    )


def _refuse_odd_exercises(cells: list[LessonCell], file: str) -> None:
    solutions: dict[str, LessonCell] = {}
    tests: set[str] = set()
    tested = {cell.name for cell in cells if cell.kind == "test"}
    for cell in cells:
        where = f"{file}:{cell.line}"
        if cell.kind in ("solution", "quiz", "report", *SKIPPED):
            if cell.name in solutions:
                raise Refusal(f"{where}: the name {cell.name} is taken already, on line {solutions[cell.name].line}.")
            solutions[cell.name] = cell
        if cell.kind == "solution" and not list(answer_lines(cell)):
            raise Refusal(f"{where}: {cell.name} has no answer between ### BEGIN SOLUTION and ### END SOLUTION.")
        if cell.kind == "quiz" and cell.source.strip() != f"{cell.name} = None":
            raise Refusal(f"{where}: the cell of a quiz says `{cell.name} = None` and nothing else.")
        if cell.kind == "test":
            if cell.source.strip():
                raise Refusal(f"{where}: a test cell is empty in the text; the build writes the check.")
            if cell.name not in solutions or solutions[cell.name].kind != "solution":
                raise Refusal(f"{where}: this test is for {cell.name}, which no solution cell above it writes.")
            if (name := id_of_test(cell.name, cell.marks["part"])) in tests:
                raise Refusal(f"{where}: {cell.name} has two tests of the part {cell.marks['part']}.")
            tests.add(name)
    for cell in solutions.values():
        if cell.kind == "solution" and cell.name not in tested:
            raise Refusal(f"{file}:{cell.line}: the exercise {cell.name} has no test cell.")
    _refuse_ids(cells, file)


def _refuse_odd_regions(cell: LessonCell, file: str) -> None:
    """nbgrader's regions: whole pairs in a solution cell, and none anywhere else."""
    inside = False
    for offset, line in enumerate(cell.source.splitlines(), 1):
        begins, ends = "### BEGIN" in line, "### END" in line
        if begins or ends:
            if cell.kind != "solution" or "SOLUTION" not in line or begins == inside:
                raise Refusal(f"{file}:{cell.line + offset}: `{line.strip()}` has no place here.")
            inside = begins
    if inside:
        raise Refusal(f"{file}:{cell.line}: {cell.name} has a ### BEGIN SOLUTION without its ### END SOLUTION.")


def _refuse_ids(cells: list[LessonCell], file: str) -> None:
    taken = {"setup"}
    for cell in cells:
        own = {
            "solution": [cell.name],
            "quiz": [cell.name, id_of_test(cell.name)],
            "report": [cell.name],
            "test": [id_of_test(cell.name, cell.marks.get("part", ""))],
        }.get(cell.kind, [f"{cell.kind}_{cell.name}"] if cell.kind in SKIPPED else [])
        for cell_id in own:
            if cell_id in taken or len(cell_id) > _LONGEST_ID:
                fault = "belongs to another cell" if cell_id in taken else f"has more than {_LONGEST_ID} characters"
                raise Refusal(f"{file}:{cell.line}: the id {cell_id} {fault}: choose another name.")
            taken.add(cell_id)


def answer_lines(cell: LessonCell) -> Iterator[tuple[int, str]]:
    """Line number and text of each line of an answer, blank ones and comments apart."""
    inside = False
    for offset, line in enumerate(cell.source.splitlines(), 1):
        if "### BEGIN SOLUTION" in line or "### END SOLUTION" in line:
            inside = "BEGIN" in line
        elif inside and line.strip() and not line.strip().startswith("#"):
            yield cell.line + offset, line.strip()


def without_blanks(text: str) -> str:
    """The text with all blanks and line ends taken out, so that another layout is no difference."""
    return re.sub(r"\s+", "", text)


def _refuse_missing_alt(cell: LessonCell, file: str) -> None:
    if cell.kind in OF_TEXT:
        if match := _IMAGE.search(cell.source):
            line = cell.line + 1 + cell.source[: match.start()].count("\n")
            raise Refusal(f"{file}:{line}: this picture has no alternative text.")
        return
    for node in ast.walk(_parsed(cell, file)):
        line = cell.line + getattr(node, "lineno", 0)
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            renamed = isinstance(node, ast.ImportFrom) and any(a.name == "draw" and a.asname for a in node.names)
            drawing = [module for module in modules if module.startswith(("matplotlib", "helpers.draw"))]
            if set(drawing) - {_TABLE_OF_WORDS} or renamed:
                raise Refusal(
                    f"{file}:{line}: a lesson draws by `from helpers import draw` and draw.NAME(...), "
                    "which asks for an alternative text."
                )
        if isinstance(node, ast.Call) and _root_name(node.func) == "draw":
            alt = next((keyword.value for keyword in node.keywords if keyword.arg == "alt"), None)
            if alt is None or (isinstance(alt, ast.Constant) and not str(alt.value or "").strip()):
                raise Refusal(f'{file}:{line}: this figure has no alternative text; add alt="what it shows".')


def _refuse_wrong_times(cells: list[LessonCell], file: str) -> None:
    """The opening tells the truth about how long the lesson takes, and every exercise has its minutes."""
    plan = time_plan(cells)
    timed = exercises_in(plan)
    for cell in cells:
        if cell.kind == "solution" and cell.name not in timed:
            raise Refusal(
                f"{file}:{cell.line}: {cell.name} has no heading with its minutes, such as "
                f"### Exercise 1.2: `{cell.name}` &nbsp; 8 minutes."
            )
    if plan.promised is None:
        raise Refusal(f"{file}: the opening does not say how long the lesson takes: About {plan.minutes:.0f} minutes.")
    if abs(plan.promised - plan.minutes) > _PROMISE_MAY_BE_OFF * plan.minutes:
        raise Refusal(
            f"{file}: the opening promises about {plan.promised} minutes, and the time plan comes to "
            f"{plan.minutes:.0f}: correct the promise, or the minutes of the exercises."
        )


def _root_name(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _parsed(cell: LessonCell, file: str) -> ast.Module:
    try:
        return ast.parse(cell.source)
    except SyntaxError as error:
        raise Refusal(
            f"{file}:{cell.line + (error.lineno or 0)}: {error.msg}; magics have no place in a lesson."
        ) from None


def _refuse_borrowed_names(cells: list[LessonCell], file: str) -> None:
    """Later cells never need what a test cell, an unsolved cell or an experiment cell defines."""
    definers: dict[str, list[LessonCell]] = {}
    for cell in cells:
        if cell.kind in (*OF_TEXT, "test"):
            continue
        defined, at_once, later = _names(cell.source)
        for name in sorted((at_once | later) - defined - _KNOWN_NAMES):
            earlier = definers.get(name, [])
            sound = [other for other in earlier if other.kind not in SKIPPED]
            if not earlier:
                raise Refusal(f"{file}:{cell.line}: the name {name} is not defined by any cell above.")
            if not sound:
                other = earlier[-1]
                raise Refusal(
                    f"{file}:{cell.line}: the name {name} is defined by the {other.kind} on line {other.line} only, "
                    "which grading does not run."
                )
            unsolved = all(other.kind in ("solution", "quiz") for other in sound)
            if unsolved and name in at_once and cell.kind not in SKIPPED:
                raise Refusal(
                    f"{file}:{cell.line}: this cell needs {name}, which an untouched notebook does not have; "
                    "make it an experiment."
                )
        for name in _names(_unsolved(cell))[0] if cell.kind == "solution" else defined:
            definers.setdefault(name, []).append(cell)


def _unsolved(cell: LessonCell) -> str:
    """A solution cell as learners get it: what its answer defines beside the exercise is not there for later cells."""
    lines, inside = [], False
    for line in cell.source.splitlines():
        if "### BEGIN SOLUTION" in line:
            inside = True
            lines.append(line.replace("### BEGIN SOLUTION", "pass"))
        elif "### END SOLUTION" in line:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


def _names(source: str) -> tuple[set[str], set[str], set[str]]:
    """The names that a cell defines, those it needs when it runs, and those its functions need when they are called."""
    table = symtable.symtable(source, "cell", "exec")
    defined: set[str] = set()
    at_once: set[str] = set()
    later: set[str] = set()
    for symbol in table.get_symbols():
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
            defined.add(symbol.get_name())
        if symbol.is_referenced():
            at_once.add(symbol.get_name())
    for inner, runs_at_once in _inner_tables(table):
        names = {s.get_name() for s in inner.get_symbols() if s.is_global() and s.is_referenced()}
        (at_once if runs_at_once else later).update(names)
    return defined, at_once, later


_COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr", "<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}


def _inner_tables(
    table: symtable.SymbolTable, runs_at_once: bool = True
) -> Iterator[tuple[symtable.SymbolTable, bool]]:
    """The scopes inside a scope, and whether each runs when the cell does, as class bodies and comprehensions do."""
    for inner in table.get_children():
        at_once = runs_at_once and (inner.get_type() == "class" or inner.get_name() in _COMPREHENSIONS)
        yield inner, at_once
        yield from _inner_tables(inner, at_once)
