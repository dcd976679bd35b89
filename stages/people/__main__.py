"""People's answers, scores → report/people: `python -m stages.people` (seconds)."""

from ..core import front_door

if __name__ == "__main__":
    front_door.run_stage("people")
