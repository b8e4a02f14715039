"""Classes to try with."""
