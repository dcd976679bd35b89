"""Images as published (32×32) → uint8 pictures of the size that the network takes.

`resize.resize` is the work, on arrays; `tensors.write_tensors` feeds it from one file to another.
"""
