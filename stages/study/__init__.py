"""Experiments that need the network and the images, for the report's ten questions.

Everything is measured on a sample of training images, with paired intervals; `experiments` runs
them in order:
gradients, formula   (1) what y = F(x) + x does to gradients; residual takes blocks apart
costs, timing        (2) what a bottleneck saves
preprocessing        (3) what each wrong choice before the network costs
denormalisation      (6) what normalisation does to values that somebody wants to look at
resolution           (8) the domain gap along a ladder of pixels
Numbers repeat to the byte on one machine, timing.csv excepted.
"""
