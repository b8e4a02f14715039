"""Each refusal of the build: it fires on the fault, with file and line, and not on the sound lesson."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import Refusal
from helpers.build.course import make

# In the mini course's text the lines stand as they do in the file; a change is (file, old, new, where, sentence).
TEXT, PRIVATE = "solutions/01_mini.py", "solutions/01_mini_exercises.py"


def line_of(path: Path, words: str) -> int:
    (number,) = [n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if line.startswith(words)]
    return number


def refusal(course: Path, file: str, old: str, new: str) -> str:
    path = course / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        make("01_mini")
    return str(refused.value)


SETUP = "# %%\nimport numpy as np\n"
ANSWER = "    return np.multiply(x, 2.0)\n"
QUIZ = '# %% quiz="twice_twice"'
LAST = "twice_twice = None"
DOUBLE, SUM, EXPERIMENT = '# %% solution="double"', '# %% solution="double_sum"', '# %% experiment="twice"'

IN_TEXT = {
    "an unknown mark": (DOUBLE, '# %% solution="double" minutes=5', DOUBLE, "unknown mark minutes."),
    "an exercise without test": (
        '# %% test="double_sum" part="values" points=3\n', "", SUM, "the exercise double_sum has no test cell.",
    ),
    "a test of another's name": (
        '# %% test="double" part="values" points=2\n\n# %% test="double" part="edges" points=1\n', "", DOUBLE,
        "the exercise double has no test cell.",
    ),
    "a test of nothing": (
        'test="double_sum" part="values"', 'test="treble" part="values"', '# %% test="treble"',
        "this test is for treble, which no solution cell above it writes.",
    ),
    "a test of a quiz": (
        LAST, f'{LAST}\n\n# %% test="twice_twice" part="a" points=1', '# %% test="twice_twice"',
        "this test is for twice_twice, which no solution cell",
    ),
    "two tests of a part": (
        'test="double" part="edges"', 'test="double" part="values"', None, "double has two tests of the part values.",
    ),
    "a test with a body": (
        '# %% test="double_sum" part="values" points=3\n', '# %% test="double_sum" part="values" points=3\nassert 1\n',
        '# %% test="double_sum"', "a test cell is empty in the text; the build writes the check.",
    ),
    "two cells of a name": (
        EXPERIMENT, '# %% experiment="double"', '# %% experiment="double"', "the name double is taken already, on line",
    ),
    "an id twice": (
        EXPERIMENT, '# %% figure="twice"\nnp\n\n' + EXPERIMENT, None, "the name twice is taken already",
    ),
    "the set-up's id": (SUM, '# %% solution="setup"\ndef setup(x):\n    ### BEGIN SOLUTION\n    return np.sum(x * x)\n'
        '    ### END SOLUTION\n\n# %% test="setup" part="a" points=1\n\n' + SUM, '# %% solution="setup"',
        "the id setup belongs to another cell"),
    "a test's id": (EXPERIMENT, '# %% solution="test_double_values"\ndef test_double_values(x):\n'
        "    ### BEGIN SOLUTION\n    return np.sum(x * x)\n    ### END SOLUTION\n\n"
        '# %% test="test_double_values" part="a" points=1\n\n' + EXPERIMENT,
        '# %% solution="test_double_values"', "the id test_double_values belongs to another cell"),
    "an id too long": (
        'test="double" part="edges"', f'test="double" part="{"e" * 60}"', '# %% test="double" part="eee',
        "has more than 64 characters",
    ),
    "no answer": (ANSWER, "", DOUBLE, "double has no answer between ### BEGIN SOLUTION and ### END SOLUTION."),
    "a quiz with more": (LAST, f"{LAST}\nprint(1)", QUIZ, "the cell of a quiz says `twice_twice = None` and nothing"),
    "a quiz that says the answer": (LAST, 'twice_twice = "b"', QUIZ, "the cell of a quiz says"),
    "a picture without text": ("# Twice of twice is", "# Twice ![](a.png) is", "# Twice ![]", "this picture has no"),
    "a picture by reference": ("# Twice of twice is", "# Twice ![ ][a] is", "# Twice ![", "this picture has no"),
    "an image without text": ("# Twice of twice is", '# <img src="a.png">', "# <img", "this picture has no"),
    "an image with empty text": ("# Twice of twice is", '# <img alt="" src="a.png">', "# <img", "this picture has no"),
    "a figure without text": (
        'print("doubled', 'from helpers import draw\ndraw.folded()\nprint("doubled', "draw.folded", "add alt=",
    ),
    "a figure with empty text": (
        'print("doubled', 'from helpers import draw\ndraw.folded(alt="  ")\nprint("doubled', "draw.folded", "add alt=",
    ),
    "a figure by keywords": (
        'print("doubled', 'from helpers import draw\ndraw.folded(**{})\nprint("doubled', "draw.folded", "add alt=",
    ),
    "a figure by another name": (
        'print("doubled', 'from helpers import draw as d\nprint("doubled', "from helpers import", "a lesson draws",
    ),
    "a figure by its function": (
        'print("doubled', 'from helpers.draw import folded\nprint("doubled', "from helpers.draw", "a lesson draws by",
    ),
    "matplotlib": (
        'print("doubled', 'import matplotlib.pyplot as plt\nprint("doubled', "import matplotlib", "a lesson draws by",
    ),
    "a magic": ("import numpy as np\n", "%matplotlib inline\n", "%matplotlib", "magics have no place in a lesson."),
    "a syntax error": (ANSWER, "    return np.multiply(x 2.0)\n", "    return np.mult", "magics have no place"),
    "a name of an experiment": (
        "twice_twice = None", 'twice_twice = None\n\n# %%\nprint(shape)', None, "the name shape is not defined",
    ),
    "a name that does not exist": (ANSWER, "    return np.multiply(x, factor)\n", DOUBLE, "the name factor is not"),
    "a line of the answer in a text": (
        "# Twice of twice is", "# Hint: return np.multiply(x,2.0)", "    return np.multiply", "can be read in",
    ),
    "a line of the answer in another cell": (
        'print("doubled', 'def f(x):\n    return  np.multiply( x, 2.0)\nprint("doubled',
        "    return np.multiply(x, 2.0)", "this line of the answer to double can be read",
    ),
    "an end in a text": ("# Twice of twice is", "# ### END SOLUTION", "# ### END", "has no place here."),
    "hidden tests in a text": ("# Twice of twice is", "# ### BEGIN HIDDEN TESTS", "# ### BEGIN", "has no place here."),
    "a region in a plain cell": (SETUP, f"{SETUP}### BEGIN SOLUTION\n", "### BEGIN", "has no place here."),
    "a region in a region": (ANSWER, f"    ### BEGIN SOLUTION too\n{ANSWER}", "    ### BEGIN SOLUTION too", "has no"),
    "a region that does not end": (
        f"{ANSWER}    ### END SOLUTION\n", ANSWER, DOUBLE, "a ### BEGIN SOLUTION without its ### END SOLUTION.",
    ),
    "an exercise without its minutes": (
        "`double_sum` &nbsp; 2 minutes", "`double_sum`", SUM,
        "double_sum has no heading with its minutes, such as ### Exercise 1.2: `double_sum` &nbsp; 8 minutes.",
    ),
    "an opening that does not say how long": (
        "About 7 minutes.", "Brief.", None, "the opening does not say how long the lesson takes: About 7 minutes.",
    ),
    "a promise that is too short": (
        "About 7 minutes.", "About 5 minutes.", None,
        "the opening promises about 5 minutes, and the time plan comes to 7: correct the promise",
    ),
    "a promise that is too long": (
        "About 7 minutes.", "About 9 minutes.", None, "promises about 9 minutes, and the time plan comes to 7:",
    ),
    "an end twice": (ANSWER, f"{ANSWER}    ### END SOLUTION\n", None, "`### END SOLUTION` has no place here."),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_TEXT)
def test_a_fault_in_the_text_is_refused_with_its_line(mini_course: Path, name: str) -> None:
    """Is each fault of a lesson's text refused, with file and line?"""
    old, new, where, sentence = IN_TEXT[name]
    said = refusal(mini_course, TEXT, old, new)
    assert sentence in said
    assert said.startswith(f"{TEXT}:{line_of(mini_course / TEXT, where)}: " if where else TEXT)


BORROWED = {
    "from an experiment": ("experiment", "# %%\nprint(shape)", "is defined by the experiment on line"),
    "from a figure": ("figure", "# %%\nprint(shape)", "is defined by the figure on line"),
    "in a function": ("experiment", "# %%\ndef later():\n    return shape", "is defined by the experiment on line"),
    "in another experiment": (
        "experiment",
        '# %% experiment="b"\nprint(shape)',
        "is defined by the experiment on line",
    ),
    "of an unsolved cell": (None, "# %%\nprint(double(3))", "needs double, which an untouched notebook does not have"),
    "of an unsolved cell, in a comprehension": (
        None,
        "# %%\n[double(i) for i in (1, 2)]",
        "this cell needs double, which",
    ),
    "of an unsolved cell, in a class": (None, "# %%\nclass A:\n    x = double(1)", "this cell needs double, which an"),
    "of an unsolved cell, as a default": (None, "# %%\ndef g(f=double):\n    pass", "this cell needs double, which an"),
}


@pytest.mark.parametrize("name", BORROWED)
def test_a_name_that_grading_or_a_learner_does_not_have_is_refused(mini_course: Path, name: str) -> None:
    """Is a cell refused, with its line, that uses what an experiment, a figure or an unsolved cell defines?"""
    kind, cell, sentence = BORROWED[name]
    path = mini_course / TEXT
    definer = f'# %% {kind}="a"\nshape = np.ones(3)\n\n' if kind else ""
    said = refusal(mini_course, TEXT, EXPERIMENT, f"{definer}{cell}\n\n{EXPERIMENT}")
    assert sentence in said
    assert said.startswith(f"{TEXT}:{line_of(path, cell.splitlines()[1]) - 1}: ")


def test_what_an_answer_defines_beside_the_exercise_is_not_there_later(mini_course: Path) -> None:
    """Is a later cell refused that needs an import which learners do not get, as it stands in the answer?"""
    text = (mini_course / TEXT).read_text(encoding="utf-8")
    inside = text.replace(
        "    ### BEGIN SOLUTION\n    return np", "    pass\n    ### BEGIN SOLUTION\n    import math\n    return np"
    )
    (mini_course / TEXT).write_text(inside, encoding="utf-8")
    make("01_mini")
    outer = text.replace("def double(x):", "### BEGIN SOLUTION\nimport math\n### END SOLUTION\ndef double(x):")
    (mini_course / TEXT).write_text(outer, encoding="utf-8")
    make("01_mini")
    said = refusal(mini_course, TEXT, EXPERIMENT, f"# %%\nprint(math.pi)\n\n{EXPERIMENT}")
    assert "the name math is not defined by any cell above." in said


SOUND = {
    "the table of claims, which is no picture": (
        '# %% experiment="a" seconds=1\nfrom helpers.draw.claims import claims\nclaims()',
        None,
    ),
    "names that functions use later": ("# %%\ndef later(x):\n    return double(x)", None),
    "comprehensions inside functions": ("# %%\ndef later(x):\n    return [double(i) for i in x]", None),
    "lambdas": ("# %%\nlater = lambda x: double(x)", None),
    "names of the cell itself": ("# %%\na = 1\nb = [a + i for i in range(3)]\nclass C:\n    d = a", None),
    "built-in names": ("# %%\nprint(len(__name__), sorted([1]))", None),
    "a figure that uses an answer": ('# %% figure="a"\nprint(double(np.ones(2)))', None),
    "attributes, keywords and strings": ("# %%\nprint('double(3)', np.double(3), dict(double=3))", None),
    "pictures with text": (
        "# %% [markdown]\n# ![a loop](a.png) <img alt='x' src='a.png'> <img src=\"b\" alt=\"y\">",
        None,
    ),
    "figures with text": (
        '# %% figure="a"\nfrom helpers import draw\nf = dict\nf(draw=lambda: draw.folded(alt="x"))',
        None,
    ),
    "a short line of an answer in a text": ("# %% [markdown]\n# return x + x", ("np.multiply(x, 2.0)", "x + x")),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_is_sound_is_not_refused(mini_course: Path, name: str) -> None:
    """Is nothing refused that only looks like a fault?"""
    cell, change = SOUND[name]
    path = mini_course / TEXT
    text = path.read_text(encoding="utf-8").replace(EXPERIMENT, f"{cell}\n\n{EXPERIMENT}")
    path.write_text(text.replace(*change) if change else text, encoding="utf-8")
    make("01_mini")


def test_the_mini_course_is_sound(mini_course: Path) -> None:
    """Does no refusal fire on the lesson that the others are mutations of?"""
    make("01_mini")


IN_PRIVATE = {
    "no explanation": (
        'explained="Every number is taken twice; (N, D) stays (N, D)."', 'explained=" "', PRIVATE, None,
        "solutions/01_mini_exercises.py: double has no explanation of its reference for `reveal`: add explained=",
    ),
    "no mistakes": (
        '@mistake("double_sum", fails', '@(lambda *a, **b: lambda f: f)("double_sum", fails', TEXT, SUM,
        "double_sum has no mistakes: list at least one wrong way that people write.",
    ),
    "no visible cases": (
        '@visible("double_sum", part="values")', '@hidden("double_sum", part="edges")', TEXT, SUM,
        "double_sum has no visible cases for part values.",
    ),
    "cases of a part that is not tested": (
        '@hidden("double_sum", part="values")', '@hidden("double_sum", part="speed")', TEXT, SUM,
        "double_sum has cases for part speed, which has no test cell.",
    ),
    "a mistake that loses nothing": (
        'fails=("edges",), says', 'fails=(), says', TEXT, DOUBLE, "refuses_empty has to name the parts",
    ),
    "a mistake that loses another part": (
        'fails=("edges",), says', 'fails=("edges", "speed"), says', TEXT, DOUBLE, "refuses_empty has to name the parts",
    ),
    "a mistake without a sentence": (
        'says="You hand x back as it came."', 'says=" "', TEXT, DOUBLE, "the mistake unchanged has no sentence",
    ),
    "an exercise that is not declared": (
        'exercise("double_sum"', 'exercise("treble"', PRIVATE, None, "double_sum is used before",
    ),
    "an exercise without a cell": (
        'exercise("double_sum"', 'exercise("treble", returns={"y": ""})\nexercise("double_sum"', TEXT, None,
        "declares treble, for which the lesson has no solution cell.",
    ),
    "a quiz that is not declared": (
        'quiz("twice_twice"', 'print("twice_twice"', TEXT, QUIZ, "twice_twice is not declared",
    ),
    "an option that is not explained": (
        '"a": "That is twice, once."', '"a": ""', TEXT, QUIZ, "has to explain every option of the quiz twice_twice.",
    ),
    "an answer that is no option": (
        '{"a": "That is twice, once.", "b"', '{"a": "That is twice, once.", "c"', TEXT, QUIZ, "has to explain",
    ),
    "one option": ('"a": "That is twice, once.", ', "", TEXT, QUIZ, "has to explain every option"),
    "a right way that is wrong": (
        "return x + x", "return x + 1", PRIVATE, "def by_adding", "the right way 'plus' of double loses edges, values.",
    ),
    "a mistake that is right": (
        "return x**2", "return 2 * x", PRIVATE, "def squared",
        "the mistake squared of double loses nothing, but is declared to lose values, edges.",
    ),
    "a mistake that loses more": (
        'raise ValueError("empty")', "return x\n    return x", PRIVATE, "def refuses_empty",
        "the mistake refuses_empty of double loses edges, values, but is declared to lose edges.",
    ),
    "two mistakes that are one": (
        "def unchanged(x):\n    return x\n", "def unchanged(x):\n    return np.square(x)\n", PRIVATE, "def unchanged",
        "no visible case tells the mistakes squared and unchanged apart: add one, or declare twin_of.",
    ),
    "an error": ("import numpy as np\n", "import numpy as np\n1 / 0\n", PRIVATE, "1 / 0", "ZeroDivisionError"),
    "no cases after all": (
        'yield case("by hand"', 'return []\n    yield case("by hand"', TEXT, DOUBLE, "a part of double has no cases",
    ),
    "cases that do not run": (
        'x=rng.normal(size=(5, 3))', "x=rng.normal(size=(5, 3)) + 'a'", PRIVATE,
        '''    yield case("a random batch", x=rng.normal(size=(5, 3)) + 'a')''', "UFuncTypeError",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_PRIVATE)
def test_a_fault_in_the_private_side_is_refused_with_its_line(mini_course: Path, name: str) -> None:
    """Is each fault of an exercises file refused, with the file and line where the exercise or the fault stands?"""
    old, new, file, where, sentence = IN_PRIVATE[name]
    said = refusal(mini_course, PRIVATE, old, new)
    assert sentence in said
    assert said.startswith(f"{file}:{line_of(mini_course / file, where)}: " if where else file)


REFERENCES = {
    "an error": ("    return np.multiply(x, y)\n", "the name y is not defined by any cell above"),
    "an error when it is called": (
        "    return np.multiply(x, x.nothing)\n",
        "the reference of double fails with Attribute",
    ),
    "changed inputs": (
        "    x *= 2\n    return x\n",
        "the reference of double fails its own check, values, 'by hand': ",
    ),
    "another answer each time": (
        "    return np.random.random(x.shape)\n",
        "the reference of double fails its own check",
    ),
    "nothing to compare": ("    return {2}\n", "the reference of double returns something that is no data"),
    "a stub": ("    raise NotImplementedError('later')\n", "the reference of double is blank in the case 'by hand'."),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_a_reference_that_fails_is_refused_with_its_line(mini_course: Path, name: str) -> None:
    """Is a reference that fails its own check refused, with the line of its cell?"""
    answer, sentence = REFERENCES[name]
    said = refusal(mini_course, TEXT, ANSWER, answer)
    assert sentence in said
    assert said.startswith(f"{TEXT}:{line_of(mini_course / TEXT, DOUBLE)}: ")
