"""What a learner has written in earlier lessons, for the lessons after them, and the experiments' training loops."""
