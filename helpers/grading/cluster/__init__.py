"""Grading on the cores of a Dask cluster: the same judging tasks, executed elsewhere."""
