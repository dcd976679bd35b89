"""Silhouettes and line drawings of 16 classes, beside published decisions: `make silhouettes`.

`__main__` uses these modules:
scratch_run  runs the pipeline on both data sets in a copy of this checkout
published    what ResNet-50 and ten people said of the same pictures (Geirhos et al., 2019)
measures     accuracy, agreement image by image, error consistency
page         the tables of docs/silhouettes.md
"""
