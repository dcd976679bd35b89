"""Ray on this machine until the input ends: `python -m tests.infer.ray_host` says its address."""

import sys

from stages.infer.on_ray import cluster

if __name__ == "__main__":
    ray = cluster.import_ray()
    with cluster.connect(ray):
        sys.stdout.write(f"{ray.get_runtime_context().gcs_address}\n")
        sys.stdout.flush()
        sys.stdin.read()
