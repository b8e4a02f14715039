"""Mutation testing of the checks: break every reference solution in small ways, and see that a check notices.

Why not an existing tool. mutmut, cosmic-ray and mutatest mutate a package's files and run its test command for every
mutant, or every group of them. Here the code under test stands in a notebook's cell, and the test is a check that
lives in memory once the lesson is loaded: a process for each mutant would cost a second and a half of imports to do
milliseconds of work, and mutmut needs `fork`, which Windows has not. Their operators know nothing of arrays: none
transposes a factor, exchanges two axes of an index, turns the subscripts of an einsum round or takes one variable for
another. What they have (operators, comparisons, constants, statements and arguments left out) is here too.

A mutant is killed when some case of some part fails: a visible one, or a hidden one for every one of a few
submissions. One that only some submissions' hidden cases notice is not killed: it would pass by luck. What survives
is a gap in the cases, or does the same as the original for all inputs; the latter is declared in the private file
with the reason (`equivalent`).
"""
