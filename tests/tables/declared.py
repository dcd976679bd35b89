"""All declarations of stages/tables, found by looking into its modules."""

import pkgutil
from importlib import import_module
from typing import Any

from stages import tables
from stages.tables.record import Record
from stages.tables.table import Table

MODULES = [
    import_module(f"stages.tables.{one.name}") for one in pkgutil.iter_modules(tables.__path__)
]
_ALL = [value for module in MODULES for value in vars(module).values()]
TABLES: list[Table[Any]] = [one for one in _ALL if isinstance(one, Table)]
RECORDS: list[Record[Any]] = [one for one in _ALL if isinstance(one, Record)]
