"""What the frames between a judge and a worker are: the letter of each.

    judge -> worker       START, CELLS, EXERCISE, END
    worker -> judge       READY, ENDED, and what a submission's process answers: RAN, OBSERVED, LOST

They stand apart from both sides' code, so that neither loads the other's libraries.
"""

START, END, ENDED, READY = b"s", b"e", b"E", b"R"
CELLS, EXERCISE, RAN, OBSERVED, LOST = b"c", b"x", b"r", b"o", b"l"
ANSWERS = {CELLS: (RAN,), EXERCISE: (OBSERVED, LOST)}  # request -> what may answer it, once
