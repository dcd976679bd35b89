"""YAML read strictly, at a bounded cost."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from stages.core import strict_yaml
from stages.core.errors import ParamsError
from tests.conftest import ROOT


def write(folder: Path, text: str) -> Path:
    path = folder / "file.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def fault_of(path: Path) -> str:
    """What the reader says of a file, from the name of the file on."""
    with pytest.raises(ParamsError) as caught:
        strict_yaml.read(path)
    return str(caught.value).removeprefix(str(path))


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    document = strict_yaml.read(write(tmp_path, "a:\n  b: 1\n  c:\n    - x\n    - y\n"))
    assert document.content == {"a": {"b": 1, "c": ["x", "y"]}}
    assert document.lines[("a", "b")] == 2
    assert document.lines[("a", "c", 1)] == 5
    assert document.where(("a", "missing")) == f"{document.path}:1"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("", {}),
        ("# nothing\n", {}),
        ("~\n", {}),
        ("[]\n", {}),
        ("\ufeffa: 1\n", {"a": 1}),
        ("on: 1\nyes: 2\n1:30: 3\n", {"on": 1, "yes": 2, "1:30": 3}),
        ("sha256: '12e34'\n", {"sha256": "12e34"}),
        ('a: "1e3"\nb: |\n  1e3\n', {"a": "1e3", "b": "1e3\n"}),
        ("a: &name x\nb: *name\n", {"a": "x", "b": "x"}),
        ("a: &map {x: [1]}\nb: [*map, *map]\n", {"a": {"x": [1]}, "b": [{"x": [1]}, {"x": [1]}]}),
    ],
)
def test_the_content_is_plain(tmp_path: Path, text: str, content: object) -> None:
    assert strict_yaml.read(write(tmp_path, text)).content == content


def test_a_fault_behind_an_alias_has_the_line_of_the_alias(tmp_path: Path) -> None:
    document = strict_yaml.read(write(tmp_path, "a: &x\n  k: 1\nb: *x\n"))
    assert document.where(("b", "k")) == f"{document.path}:3"


def nest_aliases(depth: int) -> str:
    """Ten times as many values in each line as in the one above it: 10^depth in the last."""
    lines = ["a0: &a0 x"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, depth + 1)]
    return "\n".join(lines)


DEEP = ":1: more than 50 lists or maps inside each other."
MANY = "the file has more than 100,000 values."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", ":3: the key 'a' stands here twice."),
        ("a:\n  1e3: 1\n", ":2: the key '1e3' is not text for YAML; quote it."),
        ("true: 1\n", ":1: the key 'true' is not text for YAML; quote it."),
        ("2001-01-01: 1\n", ":1: '2001-01-01' is not text for YAML; quote it."),
        ("<<: {a: 1}\n", ":1: '<<' is not text for YAML; quote it."),
        ("[a]: 1\n", ":1: a key must be text; this one is a list, a map or an alias."),
        ("a: [1\n", ":2: not valid YAML: "),
        ("a: 1\n--- \nb: 2\n", ":2: a second document begins; a file holds one."),
        ("%YAML 1.1\n---\na: no\n", ":1: the character '%' is not allowed here."),
        ("a: 1\n\tb: 2\n", ":2: the character '\\t' is not allowed here."),
        ("a: 1\nb: x\x07\n", ":2: the character '\\x07' is not allowed here."),
        ("a: \x00\n", ":1: the character '\\x00' is not allowed here."),
        ("a: 1\x85b: 2\n", ":1: the character '\\x85' is not allowed here."),
        ('"a\\x07": 1\n', ":1: the key 'a\\x07' is not allowed; allowed: 200 characters that "),
        ("a: 2001-99-99\n", ":1: '2001-99-99' is not text for YAML; quote it."),
        ("a: !!float x\n", ":1: the tag 'tag:yaml.org,2002:float' is not allowed; remove it,"),
        ('a: !!int ""\n', ":1: the tag 'tag:yaml.org,2002:int' is not allowed; remove it,"),
        ("a: !!bool 3\n", ":1: the tag 'tag:yaml.org,2002:bool' is not allowed; remove it,"),
        ("a: !!python/object:os.system 1\n", ":1: the tag 'tag:yaml.org,2002:python/object:os."),
        ("a: !x [1]\n", ":1: the tag '!x' is not allowed; remove it, quote what is text."),
        ("a: *b\n", ":1: the alias *'b' has no anchor above it."),
        ("a: &a [*a]\n", ":1: the alias *'a' has no anchor above it."),
        ("a: &a {b: *a}\n", ":1: the alias *'a' has no anchor above it."),
        ("[" * 1000, DEEP),
        ("[" * 100_000, DEEP),
        ("- " * 100_000, DEEP),
        ("\n".join("  " * i + "a:" for i in range(100)), ":52: more than 50 lists or maps"),
        ("".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 60)).replace("*a0", "x"), ":50: "),
        (nest_aliases(6), f":6: {MANY}"),
        (nest_aliases(10), f":6: {MANY}"),
        ("- x\n" * 100_001, f":100000: {MANY}"),
        ("a: &a [" + "x," * 1000 + "]\nb: [" + "*a," * 1000 + "]\n", f":2: {MANY}"),
    ],
    ids=lambda text: repr(text[:30]),
)
def test_what_is_wrong_hostile_or_would_be_misread_is_one_line(
    tmp_path: Path, text: str, message: str
) -> None:
    assert fault_of(write(tmp_path, text)).startswith(message)


@pytest.mark.parametrize(
    "text",
    ["a: " + "9" * 5000, "? " + "b" * 5000, "*" + "b" * 5000, "!" + "b" * 5000 + " x"],
    ids=["number", "key", "alias", "tag"],
)
def test_what_the_file_says_is_not_repeated_at_its_full_length(tmp_path: Path, text: str) -> None:
    assert len(fault_of(write(tmp_path, text))) < 200


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: \xff\n", " cannot be read: 'utf-8' codec can't decode byte 0xff in position 3"),
        ("a: 1\n".encode("utf-16"), " cannot be read: 'utf-8' codec can't decode byte 0xff"),
        (b"#" * 4_000_001, " cannot be read: it has more than 4 MB. Run: git checkout "),
    ],
    ids=["not UTF-8", "UTF-16", "large"],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(content)
    assert fault_of(path).startswith(message)


def test_a_missing_file_or_a_folder_says_how_to_get_it_back(tmp_path: Path) -> None:
    missing = tmp_path / "none.yaml"
    assert fault_of(missing).endswith(f"Run: git checkout {missing}")
    assert fault_of(tmp_path).startswith(" cannot be read: [Errno 21] Is a directory")


SOURCES = [
    (ROOT / name).read_bytes()
    for name in ("params.yaml", "stages/map/groups/imagenet_d.yaml", "datasets/cifar10-5k.yaml")
]
PIECES = [
    b"\x00", b"\x07", b"\xff", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\t", b"\n", b"\r", b"  ", b"- ",
    b": ", b"? ", b", ", b"[", b"]", b"{", b"}", b"'", b'"', b"|", b">", b"#", b"%", b"@", b"`",
    b"&a ", b"*a ", b"!!int ", b"! ", b"<<: ", b"---\n", b"...\n", b"2001-99-99", b"0x_",
    b"9" * 500,
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A part of a real file in which some bytes are others."""
    source = draw(st.sampled_from(SOURCES))
    start = draw(st.integers(0, len(source)))
    content = source[start : start + draw(st.integers(0, 2000))]
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(content)))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=3))
        content = content[:place] + piece + content[place + draw(st.integers(0, 20)) :]
    return content


@pytest.mark.parametrize("loader", [strict_yaml._Loader, yaml.SafeLoader])
def test_a_damaged_file_is_a_document_or_one_line(
    loader: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where libyaml is missing and PyYAML's own parser is used."""
    monkeypatch.setattr(strict_yaml, "_Loader", loader)
    path = tmp_path / "file.yaml"

    @settings(max_examples=200, deadline=None)  # a slow machine is no fault
    @given(content=damaged())
    def check(content: bytes) -> None:
        path.write_bytes(content)
        try:
            strict_yaml.read(path)
        except ParamsError as error:
            assert len(str(error)) < 500  # noqa: PT017  # some of the files are whole

    check()
