"""What the frames between a bench and its judge are: the letter of each."""

JUDGE = b"j"  # to the judge: a notebook
LOADED, JUDGED, LOST = b"L", b"J", b"W"  # from it: it is ready, a judgement, why there will be none
