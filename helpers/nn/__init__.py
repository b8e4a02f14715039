"""What a learner has written in earlier lessons, for the lessons after them, and the experiments' training loops.

Every module names its lesson: `LESSON = "02_vanilla_rnn"`. A module that lies here holds what the learner writes in
that lesson, so that learners get it with the lessons after it. A module in experiments/ serves that lesson and the
later ones, and learners get it with the lesson itself.
"""
