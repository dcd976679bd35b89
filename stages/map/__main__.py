"""Logits → scores of the targets: `python -m stages.map BACKBONE` (seconds, no GPU)."""

from ..core import front_door

if __name__ == "__main__":
    front_door.run_stage("map", "backbone")
