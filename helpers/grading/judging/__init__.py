"""The verdict on a submission, made outside the process that ran it."""

from helpers.notebooks import address_grammar

address_grammar.leave_out()  # a judge's modules import nbformat, and it is started for each run
