"""A class of submissions to try the grading with."""
