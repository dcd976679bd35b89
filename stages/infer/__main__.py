"""Tensors → ImageNet logits of one backbone: `python -m stages.infer BACKBONE` (minutes)."""

from ..core import front_door

if __name__ == "__main__":
    front_door.run_stage("infer", "backbone")
