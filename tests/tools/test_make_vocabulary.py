"""The tables come from WordNet's own file, and nothing else."""

from pathlib import Path

import pytest

from stages import vocabulary
from stages.core.errors import DataError
from tools import make_vocabulary as make

LINES = [
    "  1 This software and database is being provided to you, the LICENSEE, by Princeton",
    "00000010 03 n 01 entity 0 001 ~ 00000020 n 0000 | that which is",
    "00000020 18 n 02 Labrador_retriever 0 Lab 1 002 @ 00000010 n 0000 + 00000030 v 0101 | a dog",
    "00000030 15 n 01 Danube 0 002 @i 00000020 n 0000 %p 00000010 n 0000 | a river | flowing",
]
WORDNET = Path("/usr/share/wordnet")  # where Debian's wordnet-base puts it


def test_a_line_becomes_wnid_names_and_parents() -> None:
    """Parents are what it is a kind (@) or an instance (@i) of, not its parts or derived verbs."""
    assert list(make.parse_nouns(LINES)) == [
        make.Synset("n00000010", ("entity",), ()),
        make.Synset("n00000020", ("Labrador retriever", "Lab"), ("n00000010",)),
        make.Synset("n00000030", ("Danube",), ("n00000020",)),
    ]


def test_a_count_of_words_is_hexadecimal() -> None:
    words = " ".join(f"w{number} 0" for number in range(16))
    (synset,) = make.parse_nouns([f"00000040 18 n 10 {words} 001 @ 00000010 n 0000 | many"])
    assert (len(synset.names), synset.parents) == (16, ("n00000010",))


def test_a_synset_brings_all_that_is_above_it() -> None:
    nouns = {synset.wnid: synset for synset in make.parse_nouns(LINES)}
    assert [s.wnid for s in make.with_ancestors(nouns, ["n00000020"])] == ["n00000010", "n00000020"]


def test_a_synset_of_another_wordnet_is_an_error() -> None:
    with pytest.raises(DataError, match=r"n00000099 .*version 3\.0 is needed"):
        make.with_ancestors({}, ["n00000099"])


def test_the_committed_tables_are_what_wordnet_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not WORDNET.is_dir():
        pytest.skip("Debian's package wordnet-base is not installed")
    vocabulary.imagenet()  # cached before its table is another
    committed = {name: getattr(vocabulary, name) for name in ("IMAGENET", "WORDNET")}
    for name, path in committed.items():
        monkeypatch.setattr(vocabulary, name, tmp_path / path.name)
    make.main(str(WORDNET))
    for path in committed.values():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()
