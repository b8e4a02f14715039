"""The file that an instructor gives to learners: the lessons up to one, and of the course what these need."""
