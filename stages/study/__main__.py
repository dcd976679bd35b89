"""Experiments that need the network and the images: `python -m stages.study` (3 minutes)."""

from ..core import front_door

if __name__ == "__main__":
    front_door.run_stage("study")
