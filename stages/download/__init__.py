"""Images and labels from the files that stages/sources fetches, in the order of their publisher.

`convnetjs` and `official` read the two formats of CIFAR-10.
"""
