"""Writes metrics/ and plots/ of one backbone: `python -m stages.evaluate BACKBONE` (seconds)."""

from ..core import front_door

if __name__ == "__main__":
    front_door.run_stage("evaluate", "backbone")
