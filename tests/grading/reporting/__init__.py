"""The report on a class, and the table of a run."""
