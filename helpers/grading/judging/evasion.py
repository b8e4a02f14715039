"""Looks through a submission's cells for what could evade the checks, without running them.

What an exercise forbids is also looked for beside the learner's function, but that look can be deceived from there.
This one cannot, and it knows nothing for certain either: so it takes no points, it names places for a person to read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from nbformat import NotebookNode

from helpers.checks.key import Key
from helpers.exercises.reference import SKIPPED_TAG
from helpers.notebooks.marks import is_answer

MOST_FLAGS = 20
LONGEST_CELL = 300_000  # characters; the parser needs seconds for more
LONGEST_QUOTE = 80  # characters of the line that is shown

UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)  # what Python raises for text that is no program

# Modules by which a program reaches what it does not name, or into the grader's own process.
MODULES = {
    "atexit": "runs code after everybody else",
    "builtins": "can replace what Python itself provides",
    "ctypes": "reads and writes any memory",
    "gc": "finds objects that it was not given",
    "importlib": "imports by a name that is put together",
    "inspect": "reads the frames of its callers",
    "marshal": "runs code that cannot be read here",
    "pkgutil": "imports by a name that is put together",
    "runpy": "runs code that cannot be read here",
}
FUNCTIONS = {
    "__import__": "imports by a name that is put together",
    "eval": "runs text as a program",
    "exec": "runs text as a program",
    "get_ipython": "reaches into the shell that runs the notebook",
}
ATTRIBUTES = {
    **dict.fromkeys(
        ("__globals__", "__closure__", "cell_contents", "__builtins__", "__subclasses__", "__loader__", "__wrapped__"),
        "reaches objects that it was not given",
    ),
    **dict.fromkeys(
        ("f_back", "f_globals", "f_locals", "tb_frame", "gi_frame", "cr_frame", "ag_frame", "_getframe"),
        "reads the frames of its callers",
    ),
    "__getattribute__": "reaches a name that is put together",
    "__code__": "can replace what a function does",
}
OF_MODULES = {  # (module, name in it)
    **dict.fromkeys(
        [("sys", "modules"), ("sys", "meta_path"), ("sys", "settrace"), ("sys", "setprofile"), ("sys", "path_hooks")],
        "reaches modules behind the notebook's back",
    ),
    **dict.fromkeys(
        [("os", name) for name in ("fork", "kill", "killpg", "_exit", "abort", "write", "dup2", "closerange", "execv")],
        "reaches into the processes of the grader",
    ),
    **dict.fromkeys(
        [("torch", name) for name in ("hub", "jit", "library", "classes", "_C", "_VF")],
        "runs code that cannot be read here",
    ),
    **{("signal", name): "changes how the notebook can be stopped" for name in ("signal", "pthread_sigmask", "alarm")},
    **{("operator", name): "reaches a name that is put together" for name in ("attrgetter", "methodcaller")},
}
PLACES = ("/proc/", "/course", "/dev/", "helpers/checks", "checks/keys", "solutions/", "gradebook", "submitted/")
OPEN_TO_LEARNERS = ("helpers.draw", "helpers.data", "helpers.nn")  # of the package; nn is an exercise's own business
SETTINGS = ("backends", "rcParams")  # of torch and matplotlib, which are meant to be assigned to


def evasions_in(notebook: NotebookNode, key: Key) -> tuple[str, ...]:
    """A sentence for each place in the learner's cells that could evade the checks, in order, at most MOST_FLAGS."""
    forbidden = {name for exercise in key.exercises.values() for name in exercise.forbidden}
    cells = list(_learners_cells(notebook))
    modules = {"torch": "torch", "nn": "torch", "np": "numpy", "numpy": "numpy"}  # the lesson's own imports
    for _, _, tree in cells:
        modules |= _imported_modules(tree) if tree else {}
    flags: list[str] = []
    for where, source, tree in cells:
        if tree is None:
            flags.append(f"{where} cannot be looked through: it is too long or no Python.")
            continue
        lines = source.splitlines()
        found: dict[tuple[int, str], None] = {}
        for line, what in _Look(forbidden, modules).through(tree):
            found[line, what] = None
        for line, what in sorted(found):
            quote = lines[line - 1].strip()[:LONGEST_QUOTE] if 0 < line <= len(lines) else ""
            flags.append(f"{where}, line {line}, {what}: `{quote}`")
    return tuple(flags[:MOST_FLAGS])


def _learners_cells(notebook: NotebookNode) -> Iterator[tuple[str, str, ast.Module | None]]:
    """Where, what text and what program each cell is that a learner wrote and that is run; no program if unreadable."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code" or SKIPPED_TAG in cell.metadata.get("tags", []) or not cell.source.strip():
            continue
        marks = cell.metadata.get("nbgrader", {})
        if not marks:
            where = f"Cell {number}, which was added"
        elif is_answer(marks):
            where = f"Cell {number}, the answer to {marks['grade_id']}"
        else:
            continue
        if len(cell.source) > LONGEST_CELL:
            yield where, "", None
        else:
            yield where, cell.source, _parsed(cell.source)


def _parsed(source: str) -> ast.Module | None:
    """The program; a cell that Python cannot run is an empty one, unless its magics are what Python cannot read."""
    try:
        return ast.parse(source)
    except SyntaxError:
        pass
    except UNREADABLE:
        return None
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        return ast.parse(TransformerManager().transform_cell(source).replace("get_ipython()", "_magic"))
    except SyntaxError:
        return ast.Module([], [])
    except UNREADABLE:
        return None


def _imported_modules(tree: ast.Module) -> dict[str, str]:
    """What names stand for modules, as far as imports say: name -> the module's first name."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found[alias.asname or alias.name.split(".")[0]] = alias.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "torch":
            for alias in node.names:  # `from torch.nn import functional as F` names a module, too
                found[alias.asname or alias.name] = "torch"
    return found


class _Look:
    """One look through one cell."""

    def __init__(self, forbidden: Iterable[str], modules: dict[str, str]) -> None:
        self._forbidden = tuple(forbidden)
        self._parts = {part for name in forbidden for part in name.split(".")[1:]}
        self._modules = modules

    def through(self, tree: ast.Module) -> Iterator[tuple[int, str]]:
        """Line and remark of each find."""
        prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # doc strings and the like
        for node in ast.walk(tree):
            line = getattr(node, "lineno", 0)
            if id(node) not in prose:
                for remark in self._remarks(node):
                    yield line, remark

    def _remarks(self, node: ast.AST) -> Iterator[str]:
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield from self._import(alias.name)
            case ast.ImportFrom(module=str(module), names=names):
                yield from self._import(module)
                for alias in names:
                    yield from self._member(module, alias.name)
            case ast.Name(id=name) if name in FUNCTIONS:
                yield f"`{name}` {FUNCTIONS[name]}"
            case ast.Call(func=ast.Name(id="getattr" | "vars" | "setattr" | "delattr" as function), args=arguments):
                yield from self._by_name(function, arguments)
            case ast.Subscript(value=ast.Attribute(attr="__dict__"), slice=key):
                yield from self._by_name("__dict__", [node.value.value, key])  # type: ignore[attr-defined]
            case ast.Attribute(attr=name):
                yield from self._attribute(node, name)
            case ast.Constant(value=str()) | ast.BinOp() | ast.JoinedStr():
                if text := _text_of(node):
                    yield from self._text(text)

    def _import(self, module: str) -> Iterator[str]:
        first = module.split(".")[0]
        if first in MODULES:
            yield f"`{module}` {MODULES[first]}"
        inside = module == "helpers" or module.startswith(OPEN_TO_LEARNERS)
        if first == "helpers" and not inside:
            yield f"`{module}` belongs to the checks themselves"

    def _member(self, module: str, name: str) -> Iterator[str]:
        if (module, name) in OF_MODULES:
            yield f"`{module}.{name}` {OF_MODULES[module, name]}"
        if name in ATTRIBUTES:
            yield f"`{name}` {ATTRIBUTES[name]}"
        if module == "helpers":
            yield from self._import(f"helpers.{name}")

    def _attribute(self, node: ast.Attribute, name: str) -> Iterator[str]:
        root = _root(node)
        module = self._modules.get(root, root)
        if name in ATTRIBUTES:
            yield f"`{name}` {ATTRIBUTES[name]}"
        if isinstance(node.value, ast.Name) and (module, name) in OF_MODULES:
            yield f"`{module}.{name}` {OF_MODULES[module, name]}"
        if isinstance(node.ctx, ast.Store | ast.Del) and root in self._modules and not _is_setting(node):
            yield f"a name inside `{module}` gets another meaning"

    def _by_name(self, function: str, arguments: list[ast.expr]) -> Iterator[str]:
        if not arguments or _root(arguments[0]) not in self._modules:
            literal = _text_of(arguments[1]) if len(arguments) > 1 else ""
            if literal and (literal in self._parts or literal in ATTRIBUTES):
                yield f"`{function}` reaches `{literal}` by its name as text"
            return
        text = _text_of(arguments[1]) if len(arguments) > 1 else ""
        if not text:
            yield f"`{function}` on a module reaches a name that is put together"
        elif text in self._parts or text in ATTRIBUTES or function != "getattr":
            yield f"`{function}` reaches `{text}` by its name as text"

    def _text(self, text: str) -> Iterator[str]:
        if any(place in text for place in PLACES):
            yield "a text names a place of the grader's or the system's"
        parts = text.split(".")
        if len(parts) > 1 and all(part.isidentifier() for part in parts):
            spelled = any(text == name or text.startswith(name + ".") for name in self._forbidden)
            if spelled or parts[0] in self._parts:
                yield "a text spells a name that is forbidden"


def _root(node: ast.AST) -> str:
    """The name that a chain of attributes, calls and items begins with."""
    while True:
        match node:
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Call(func=inner):
                node = inner
            case ast.Name(id=name):
                return name
            case _:
                return ""


def _is_setting(node: ast.Attribute) -> bool:
    inner: ast.expr = node
    while isinstance(inner, ast.Attribute):
        if inner.attr in SETTINGS:
            return True
        inner = inner.value
    return False


def _text_of(node: ast.AST, depth: int = 0) -> str:
    """The text that an expression of constants comes to; empty when it is not one."""
    if depth > 20:
        return ""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            first, second = _text_of(left, depth + 1), _text_of(right, depth + 1)
            return first + second if first and second else ""
        case ast.JoinedStr(values=values):
            pieces = [_text_of(v.value if isinstance(v, ast.FormattedValue) else v, depth + 1) for v in values]
            return "".join(pieces) if all(pieces) else ""
    return ""
