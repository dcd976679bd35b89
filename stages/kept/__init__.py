"""Results that stages keep in work/, so that the next run computes only what an edit changed.

DVC runs a stage as a whole. `map`, `evaluate` and `sensitivity` therefore keep the result of each
strategy and each figure, under the fingerprint of all that it depends on; `infer` keeps finished
chunks of logits and the compiled network. file.py: bytes that are whole or count as missing;
store.py: the results of one stage.
"""

from .file import read, write
from .identity import describe_process, fingerprint, hash_code
from .store import SWITCH, Store, open_store, prune_folder

__all__ = [
    "SWITCH",
    "Store",
    "describe_process",
    "fingerprint",
    "hash_code",
    "open_store",
    "prune_folder",
    "read",
    "write",
]
