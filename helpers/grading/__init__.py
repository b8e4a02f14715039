"""Grading: intake, nbgrader's engine and gradebook, pages of feedback, and a made class to try it all with."""
