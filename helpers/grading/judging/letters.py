"""What the frames between a bench and its judge are: the letter of each."""

JUDGE = b"j"  # to the judge: a notebook
# From it: which libraries its workers have loaded; a judgement, with the same; why there will be none.
LOADED, JUDGED, LOST = b"L", b"J", b"W"
