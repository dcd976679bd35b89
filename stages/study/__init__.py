"""Experiments that need the network and the images, for the report's ten questions.

Everything is measured on a sample of training images, with paired intervals. `experiments` runs
them in this order:
gradients, formula   (1) the effect of y = F(x) + x on gradients; residual takes blocks apart
costs, timing        (2) what a bottleneck saves
preprocessing        (3) the cost of each wrong choice before the network
denormalisation      (6) the effect of normalisation on pixels that are displayed
resolution           (8) the domain gap: accuracy at several resolutions
On one machine all files have the same bytes in every run, except timing.csv.
"""
