"""Images, logits, scores → plots/gallery, report/explorer: `python -m stages.gallery` (seconds)."""

from ..core import front_door

if __name__ == "__main__":
    front_door.run_stage("gallery")
