"""Images → tensors of the network's input size: `python -m stages.preprocess` (seconds)."""

from ..core import front_door

if __name__ == "__main__":
    front_door.run_stage("preprocess")
