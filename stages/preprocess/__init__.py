"""Resizes the published images (32×32) to uint8 pictures of the network's input size.

`resize.resize` works on arrays; `tensors.write_tensors` applies it from file to file.
"""
