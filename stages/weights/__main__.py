"""The checkpoint of one backbone, as published: `python -m stages.weights BACKBONE`."""

from ..core import front_door

if __name__ == "__main__":
    front_door.run_stage("weights", "backbone")
