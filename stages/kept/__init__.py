"""Results that stages keep in work/, so that the next run computes only what an edit changed.

DVC runs a stage as a whole. `map` and `evaluate` therefore keep the result of each strategy and
each figure, under the fingerprint of all that it depends on; `infer` keeps finished chunks of
logits. file.py: bytes that are whole or count as missing; store.py: the results of one stage.
"""

from .file import read, write
from .identity import fingerprint, hash_code
from .store import SWITCH, Store, open_store

__all__ = ["SWITCH", "Store", "fingerprint", "hash_code", "open_store", "read", "write"]
