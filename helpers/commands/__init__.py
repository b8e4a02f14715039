"""The commands: one file each, and what they need to start. Read by a Python that has the standard library alone."""
