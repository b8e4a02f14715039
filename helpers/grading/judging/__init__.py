"""The verdict on a submission, made outside the process that ran it."""
