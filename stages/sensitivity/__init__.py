"""Measures how much accuracy depends on each choice, with all combinations of choices, on dev.

The stage does not depend on the strategies in the section `map` of params.yaml, but on the group
lists. It writes plots/sensitivity/: the specification curve with the Shapley share of each choice,
learning curves with the accuracy of the best label-free strategy, the effect of unequal class
frequencies, and of the exponent of `taxonomy`.
"""
