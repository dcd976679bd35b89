"""CIFAR-10's images and labels, verified and in its own order: `python -m stages.download`."""

from ..core import front_door

if __name__ == "__main__":
    front_door.run_stage("download")
