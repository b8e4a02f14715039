"""Sequences for the lessons, real and made, each by one function, all of them offline."""
