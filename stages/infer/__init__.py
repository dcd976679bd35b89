"""Pictures → the 1000 ImageNet logits of one backbone, on the fastest hardware there is.

The door, `__main__`, strings these together:
hardware      which device and which library compute
weights       the checkpoint of data/weights as a network; quantised: product-quantised ones
classifier    that network behind its normalisation: uint8 pictures in, logits out
on_torch, on_openvino   the two ways to run it, both a `Compute`
splits        all images of one split, chunk by chunk
work          finished chunks on disk: an interrupted run goes on where it stopped
"""
