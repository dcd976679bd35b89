"""Computes the 1000 ImageNet logits of one backbone, on the fastest hardware available.

`stage` uses these modules:
hardware      chooses the device and the library
weights       loads the network of data/weights, with
architectures, checkpoint, fitting   its builder, its file, what of the file fits it
quantised     decodes product-quantised checkpoints
classifier    the network with its normalisation: from uint8 pictures to logits
on_torch, on_openvino   the two ways to run it, both return a `Compute`
on_cuda, stream, batches   an NVIDIA GPU: its graph, its read-ahead, how many images at a time
compiled      keeps what OpenVINO compiled
chunks        cuts both splits into chunks, finds those that are missing, reads them in order
task          what is computed: a description that can be sent to any machine
engines       who computes it; local: this process; on_ray: workers on many machines
work          keeps finished chunks on disk: an interrupted run continues where it stopped
"""
