"""metrics/, plots/ → report/: `python -m stages.report` (no images, no GPU, a second)."""

from ..core import front_door

if __name__ == "__main__":
    front_door.run_stage("report")
