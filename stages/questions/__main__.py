"""The ten questions, answered: `python -m stages.questions` → report/questions/."""

from ..core import front_door

if __name__ == "__main__":
    front_door.run_stage("questions")
