"""Words without quotes mean in our YAML what they mean to DVC."""

import math
from typing import Any

import pytest
from dvc.utils.serialize import parse_yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from stages.core import strict_yaml
from stages.core.errors import ParamsError
from stages.core.plain_scalars import read_plain

WORDS: dict[str, str | float | None] = {
    "1e-05": 0.00001,
    "1e-3": 0.001,
    "1E5": 100000.0,
    "1e+3": 1000.0,
    "1_0e1": 100.0,
    "12e34": 1.2e35,
    ".5": 0.5,
    "+.5": 0.5,
    ".5e+3": 500.0,
    ".5e3": ".5e3",
    "1.": 1.0,
    "1.e3": 1000.0,
    "1_000.5": 1000.5,
    "1_.5_": 1.5,
    "1e400": math.inf,
    ".inf": math.inf,
    "-.INF": -math.inf,
    "inf": "inf",
    "-.nan": "-.nan",
    "1_000": 1000,
    "1__0_": 10,
    "+1": 1,
    "-1": -1,
    "010": 10,
    "08": 8,
    "0o10": 8,
    "0o8": "0o8",
    "0x1F": 31,
    "-0x_1f": -31,
    "0X1F": "0X1F",
    "0b1": 1,
    "0b101": 5,
    "0" * 64: 0,
    "_1": "_1",
    "1e5_": "1e5_",
    "1:30": "1:30",
    "1:30.5": "1:30.5",
    "1.2.3": "1.2.3",
    "2001-1-1": "2001-1-1",
    "1,000": "1,000",
    "n02084071": "n02084071",
    "yes": "yes",
    "no": "no",
    "On": "On",
    "off": "off",
    "y": "y",
    "true": True,
    "FALSE": False,
    "tRUE": "tRUE",
    "~": None,
    "": None,
    "Null": None,
    "nULL": "nULL",
    "-": "-",
    ".": ".",
    "١": "١",
}
REFUSED = {
    "2001-01-01": "is not text for YAML; quote it",
    "2001-99-99": "is not text for YAML; quote it",
    "2001-01-01T01:02:03Z": "is not text for YAML; quote it",
    "2001-1-1 1:02:03.5 +01:00": "is not text for YAML; quote it",
    "=": "is not text for YAML; quote it",
    "<<": "is not text for YAML; quote it",
    "+_": "is a number without digits for YAML; quote it",
    "0x_": "is a number without digits for YAML; quote it",
    "._": "is a number without digits for YAML; quote it",
    "9" * 5000: "is a number of 5,000 digits for YAML; quote it if it is text",
    "1." + "0" * 5000: "is a number of 5,002 digits for YAML; quote it if it is text",
}


def as_dvc(word: str) -> Any:
    return parse_yaml(f"key: {word}\n", "params.yaml")["key"]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_means_what_the_table_says(word: str) -> None:
    value = read_plain(word)
    assert (type(value), value) == (type(WORDS[word]), WORDS[word])


@pytest.mark.parametrize("word", [word for word in WORDS if word != "-"])  # `-` begins a list
def test_dvc_reads_every_word_of_the_table_so(word: str) -> None:
    value = as_dvc(word)
    assert (type(value), value) == (type(WORDS[word]), WORDS[word])


@pytest.mark.parametrize("word", [".nan", ".NaN"])
def test_not_a_number_is_read_as_such(word: str) -> None:
    ours, theirs = read_plain(word), as_dvc(word)
    assert ours != ours  # NaN alone differs from itself
    assert theirs != theirs


@pytest.mark.parametrize(("word", "why"), REFUSED.items(), ids=lambda text: text[:20])
def test_a_word_that_no_parameter_can_be_is_refused(word: str, why: str) -> None:
    with pytest.raises(ValueError, match=f"^{why}$"):
        read_plain(word)


@settings(max_examples=200, deadline=None)  # DVC's parser takes milliseconds
@given(word=st.text("0123456789+-._eExXobBinfatrulNTF:~", min_size=1, max_size=12))
def test_what_we_read_dvc_reads_alike(word: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "word.yaml"
    path.write_text(f"key: {word}\n", encoding="utf-8")
    try:
        ours = strict_yaml.read(path).content
    except ParamsError:
        return
    theirs = parse_yaml(path.read_text(encoding="utf-8"), path)
    assert repr(ours) == repr(theirs)
