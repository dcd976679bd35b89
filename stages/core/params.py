"""params.yaml, the only home of every default: one frozen model a section, checked before use."""

from itertools import combinations
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from . import paths, strict_yaml
from .errors import ParamsError, shown
from .strict_yaml import Document, Place
from .values import Name, OneOrMore, Several, StrategyName

# Each stage knows its own section only; whoever mistypes a name needs to hear of all of them.
# tests/test_house.py compares them with dvc.yaml.
SECTIONS = (
    "backbones", "imported", "ensembles", "targets", "download", "preprocess", "infer", "map",
    "evaluate", "gallery", "sensitivity", "study", "people",
)  # fmt: skip


class Section(BaseModel):
    """Base of every model of a hand-written file: no defaults, no unknown keys, no conversions.

    Infinity and NaN are never allowed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _know_every_key(cls, content: Any) -> Any:
        """Pydantic's own complaint about an unknown key does not say which ones are known."""
        unknown = set(content) - set(cls.model_fields) if isinstance(content, dict) else set()
        if unknown:
            known = ", ".join(cls.model_fields)
            context = {"place": [min(unknown)], "known": known}
            raise PydanticCustomError("unknown_key", "{known}", context)
        return content


Model = TypeVar("Model", bound=BaseModel)


def _fault(told: str, *place: str) -> PydanticCustomError:
    """What a check of several keys together refuses, with the place at which to look."""
    return PydanticCustomError("fault", "{told}", {"told": told, "place": list(place)})


def load_section(name: str, model: type[Model], path: Path = paths.PARAMS) -> Model:
    """One top-level section of params.yaml as its model; ParamsError names file, line and key."""
    return validate(_read(path), model, (name,))


class _Networks(BaseModel):
    """All that is mapped and evaluated; a file of an older revision lists backbones alone.

    backbones: each has its own weights and infer; imported: there are logits alone; ensembles:
    several backbones under one name.
    """

    model_config = ConfigDict(strict=True)

    backbones: Several[Name]
    imported: Several[Name] = ()
    ensembles: dict[StrategyName, Annotated[OneOrMore[Name], Field(min_length=2)]] = {}

    @property
    def stored(self) -> tuple[str, ...]:
        """Those that have logits; an ensemble has none of its own."""
        return (*self.backbones, *self.imported)

    @model_validator(mode="after")
    def _name_each_once(self) -> Self:
        if not self.stored:
            told = "it lists no network, in backbones or imported; wanted: one or more."
            raise _fault(told, "backbones")
        kinds = {kind: set(getattr(self, kind)) for kind in _Networks.model_fields}
        for one, other in combinations(kinds, 2):
            if both := kinds[one] & kinds[other]:
                raise _fault(f"{min(both)} is in {one} and in {other}; it can be only one.", other)
        for name, members in self.ensembles.items():
            if unknown := [member for member in members if member not in self.backbones]:
                allowed = ", ".join(self.backbones)
                told = f"{unknown[0]} is not one of `backbones`; allowed: {allowed}."
                raise _fault(told, "ensembles", name)
        return self


class _Problem(BaseModel):
    """What is to be recognised, for all stages that know of targets."""

    model_config = ConfigDict(strict=True)

    targets: str


def load_backbones(path: Path = paths.PARAMS) -> tuple[str, ...]:
    """The top-level list `backbones`, the matrix of weights, infer, map and evaluate."""
    return _load_networks(path).backbones


def load_networks(path: Path = paths.PARAMS) -> tuple[str, ...]:
    """All that is mapped and evaluated: `backbones`, then `imported`, then `ensembles`."""
    listed = _load_networks(path)
    return (*listed.stored, *listed.ensembles)


def load_stored(path: Path = paths.PARAMS) -> tuple[str, ...]:
    """All that have logits: `backbones`, then `imported`."""
    return _load_networks(path).stored


def load_imported(path: Path = paths.PARAMS) -> tuple[str, ...]:
    """The top-level list `imported`: networks of which there are logits alone."""
    return _load_networks(path).imported


def load_ensembles(path: Path = paths.PARAMS) -> dict[str, tuple[str, ...]]:
    """The members of each ensemble: backbones that are mapped and evaluated together."""
    return _load_networks(path).ensembles


def load_members(name: str, path: Path = paths.PARAMS) -> tuple[str, ...]:
    """The members of an ensemble; of another network, itself alone; ParamsError if unknown."""
    listed = _load_networks(path)
    if name in listed.stored:
        return (name,)
    if name not in listed.ensembles:
        known = ", ".join((*listed.stored, *listed.ensembles))
        raise ParamsError(
            f"{path}: {name} is none of its networks, {known}. If it was an ensemble, "
            "run: python -m tools.ensembles"
        )
    return listed.ensembles[name]


def name_stage(room: str, network: str, path: Path = paths.PARAMS) -> str:
    """What dvc.yaml calls the stage of `map` or `evaluate` for one network: `map@resnet50`."""
    listed = _load_networks(path)
    if network in listed.ensembles:
        return f"{room}-ensemble-{network}"  # written by tools.ensembles
    return f"{room}{'-imported' if network in listed.imported else ''}@{network}"


def _load_networks(path: Path) -> _Networks:
    return validate(_read(path), _Networks)


def load_targets(path: Path = paths.PARAMS) -> str:
    """The top-level `targets`: the name of the problem, a file in stages/vocabulary."""
    return validate(_read(path), _Problem).targets


def _read(path: Path) -> Document:
    """params.yaml; ParamsError for a section that no stage reads, which is a typing error."""
    document = strict_yaml.read(path)
    for name in document.content if isinstance(document.content, dict) else ():
        if name not in SECTIONS:
            raise ParamsError(
                f"{document.where((name,))}: {name} is not a known section; allowed: "
                f"{', '.join(SECTIONS)}."
            )
    return document


def validate(document: Document, model: type[Model], place: Place = ()) -> Model:
    """The part of a document at `place` as a model; the first fault becomes a one-line error."""
    content = document.content
    for key in place:
        if not isinstance(content, dict) or key not in content:
            raise ParamsError(f"{document.path}: the section {key!r} is missing.")
        content = content[key]
    try:
        return model.model_validate(content)
    except ValidationError as error:
        (fault, *_) = error.errors(include_url=False)
        raise ParamsError(_explain(document, fault, place, content)) from error


def find_faults(document: Document, model: type[BaseModel]) -> list[str]:
    """All that `validate` refuses in a document, a sentence each."""
    try:
        model.model_validate(document.content)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        return [_explain(document, fault, (), document.content) for fault in faults]
    return []


def _explain(document: Document, fault: Any, place: Place, content: Any) -> str:
    """`params.yaml:31: map.strategies.x.reduce is 'average'; allowed: 'max', 'mean' …`."""
    found = _locate(content, (*fault["loc"], *fault.get("ctx", {}).get("place", ())))
    name = ".".join(str(part) for part in (*place, *found)) or "the file"
    where, value = document.where((*place, *found)), shown(fault["input"])
    match fault["type"]:
        case "missing":
            return f"{where}: {name} is missing."
        case "unknown_key":
            return f"{where}: {name} is not a known key; allowed: {fault['ctx']['known']}."
        case "literal_error" | "enum":
            return f"{where}: {name} is {value}; allowed: {fault['ctx']['expected']}."
        case "string_type" if isinstance(fault["input"], bool | int | float):
            return f"{where}: {name} is {value} for YAML, not text; quote it."
        case "tuple_type":
            return (
                f"{where}: {name} is {value}, not a list; write each item on a line, after a dash."
            )
        case "too_short":
            return f"{where}: {name} is {value}; wanted: at least {fault['ctx']['min_length']}."
        case "value_error":
            return f"{where}: {name}: {fault['ctx']['error']}"
        case "fault":
            return f"{where}: {name}: {fault['ctx']['told']}"
    return f"{where}: {name} is {value}; {fault['msg'][0].lower()}{fault['msg'][1:]}."


def _locate(content: Any, loc: Place) -> Place:
    """Pydantic's place less the names of union members, which are not in the file."""
    found: list[str | int] = []
    for number, part in enumerate(loc):
        if isinstance(content, dict) and part in content:
            content = content[part]
        elif isinstance(content, list) and part in range(len(content)):
            content = content[int(part)]
        elif number < len(loc) - 1 or not isinstance(content, dict):
            continue
        found.append(part)
    return tuple(found)
