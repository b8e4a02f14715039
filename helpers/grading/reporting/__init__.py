"""What an instructor reads: the table of a grading run, and the report on a class."""
