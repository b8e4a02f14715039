"""Where learners' code runs when it is graded: no network, no other process, no file but what it needs, and limits."""
