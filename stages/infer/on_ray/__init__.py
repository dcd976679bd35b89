"""Computes chunks on many machines, with Ray.

The driver is the process of the stage. It hands out which images are due; a worker opens them
itself, computes, and writes the chunk into the work folder that all machines share. So order,
resuming and the death of the driver are the business of the chunk files, as without Ray.

cluster   joins a cluster, or starts Ray on this machine
crew      the driver's side: which worker computes what, and what follows from a worker's death
worker    the worker's side
"""

from .crew import start_crew

__all__ = ["start_crew"]
