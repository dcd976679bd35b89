"""Writes plots/sensitivity/: `python -m stages.sensitivity` (minutes)."""

from ..core import front_door

if __name__ == "__main__":
    front_door.run_stage("sensitivity")
