"""Notebooks as data: what a learner hands in, and what the lesson gave out."""
