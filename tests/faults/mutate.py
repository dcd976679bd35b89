"""Valid inputs made invalid; the same seed gives the same bytes on every machine."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import numpy as np

Mutation = Callable[[bytes, Random], bytes]

# what a careless or a hostile writer puts in the place of a value
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, -(2**63) - 1, 10**30, 0.5, 1e308, 1e-320),
    *("", " ", "nan", "inf", "-inf", "٣", "\x00", "\x1b[2J", "\u202e", "\ud800", "x" * 5000),
    *("../../x", "/etc/passwd", "<script>", "'\"", "9" * 5000, [], {}, [[]], [None], {"": None}),
    *([1, "1"], {"a": {"a": {"a": 1}}}),
)
WORDS = (
    *("null", "~", "true", "no", "yes", ".inf", "-.inf", ".nan", "1e400", "0x10", "0o17", "1_000"),
    *("2001-99-99", "!!float x", "!!python/object:os.system x", "&a [*a]", "*a", "<<: *a", "- - -"),
    *("[" * 300, "{" * 300, "[" * 30_000, "9" * 5000, "x" * 5000, "'", '"', "|", ">", ": :", "---"),
    *("\t", "\r", "\x00", "\x85", "\ufeff", "é", "٣", "\U0001f600", "%YAML 1.1", "-", "?", "1:30"),
)
CODES = (
    *(b"N", b"}", b"]", b")", b"(", b"0", b"1", b"2", b"R", b"b", b"s", b"u", b"e", b"a", b"Q"),
    *(b"cos\nsystem\n", b"cnumpy\ndtype\n", b"c_codecs\nencode\n", b"U\x03u1x", b"K\x07"),
    *(b"I9\n", b"P1\n", b"q\x01", b"h\x01", b"j\xff\xff\xff\xff", b"r\xff\xff\xff\x7f", b"\x81"),
    *(b"T\xff\xff\xff\x7f", b"X\xff\xff\xff\x7f", b"\x8b\xff\xff\xff\x7f", b"\x85"),
    *(b"\x8e" + b"\xff" * 8, b"\x95" + b"\xff" * 8),
)
BYTES = (
    b"\x00",
    b"\xff",
    b"\xff" * 4,
    b"\xff" * 8,
    b"\x7f\xff\xff\xff",
    b"\x80\x00\x00\x00",
    b"\n",
)


def scramble(content: bytes, chance: Random) -> bytes:
    """Bits flipped; parts cut, repeated, moved, overwritten, inserted; one to four times."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        start = chance.randrange(len(data) + 1)
        stop = min(len(data), start + chance.choice((1, 1, 2, 4, 8, 30, 200)))
        part = bytes(data[start:stop])
        match chance.randrange(8):
            case 0 if part:
                data[start] ^= 1 << chance.randrange(8)
            case 1:
                del data[start:stop]
            case 2:
                data[start:start] = part * chance.choice((1, 2, 50))
            case 3:
                del data[start:]
            case 4:
                data[start:stop] = chance.choice(BYTES)
            case 5:
                data[start:start] = chance.randbytes(chance.choice((1, 2, 8)))
            case 6:
                other = chance.randrange(len(data) + 1)
                data[other:other] = part
            case _ if part:
                data[start] = chance.randrange(256)
    return bytes(data)


def mutate_words(content: bytes, chance: Random) -> bytes:
    """A text whose words and lines are exchanged, left out, repeated, indented otherwise."""
    lines = content.decode("utf-8").split("\n")
    for _ in range(chance.choice((1, 1, 2, 3))):
        number = chance.randrange(len(lines))
        words = lines[number].split(" ")
        place = chance.randrange(len(words))
        match chance.randrange(7):
            case 0 | 1:
                words[place] = chance.choice(WORDS)
                lines[number] = " ".join(words)
            case 2:
                del words[place]
                lines[number] = " ".join(words)
            case 3 if len(lines) > 1:
                del lines[number]
            case 4:
                lines.insert(number, lines[chance.randrange(len(lines))])
            case 5:
                lines[number] = " " * chance.randrange(1, 5) + lines[number].lstrip()
            case _:
                other = chance.randrange(len(lines))
                lines[number], lines[other] = lines[other], lines[number]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def mutate_json(content: bytes, chance: Random) -> bytes:
    """JSON in which a value or a key is another, is missing, or stands at another place."""
    text = json.dumps(mutate_value(json.loads(content), chance))
    return text.encode() if chance.random() < 0.9 else b"[" * 1000 + text.encode()


def mutate_value(content: Any, chance: Random) -> Any:
    """The same of what was parsed; the content itself is changed."""
    inside: Any = None
    key: Any = None
    part = content
    while isinstance(part, dict | list) and part and (inside is None or chance.random() < 0.8):
        inside, key = (
            part,
            chance.choice(list(part) if isinstance(part, dict) else range(len(part))),
        )
        part = inside[key]
    if inside is None:
        return chance.choice(VALUES)
    match chance.randrange(5):
        case 0:
            del inside[key]
        case 1 if isinstance(inside, dict):
            inside[str(chance.choice(VALUES))] = inside.pop(key)
        case 2 if isinstance(inside, list):
            inside.append(part)
        case _:
            inside[key] = chance.choice(VALUES)
    return content


def mutate_csv(content: bytes, chance: Random) -> bytes:
    """A table with other, missing, or too many cells, in its header too."""
    rows = [line.split(",") for line in content.decode("utf-8").split("\n")]
    for _ in range(chance.choice((1, 1, 2))):
        row = chance.choice(rows)
        match chance.randrange(6):
            case 0 if len(rows) > 1:
                rows.remove(row)
            case 1:
                rows.append(list(chance.choice(rows)))
            case 2:
                row.append(chance.choice(WORDS))
            case 3 if row:
                row.pop(chance.randrange(len(row)))
            case _ if row:
                row[chance.randrange(len(row))] = str(chance.choice((*VALUES, *WORDS)))
    return "\n".join(map(",".join, rows)).encode("utf-8", "surrogatepass")


def mutate_npy(content: bytes, chance: Random) -> bytes:
    """An array whose header says another type, order, shape, or something else."""
    length = int.from_bytes(content[8:10], "little")
    header, numbers = content[10 : 10 + length].decode("latin1"), content[10 + length :]
    kinds = ("<f4", "<i8", "|u1", "<U5", "|O", "<f0", "<U999999999", ">c16", "<f3", "|V8", "<M8[s]")
    shapes = ("()", "(3,)", "(-1,)", f"({2**63},)", f"({2**32}, {2**32})", "(0, 9)", "((1,),)", "3")
    match chance.randrange(5):
        case 0:
            header = f"{{'descr': {chance.choice(kinds)!r}, {header.partition(', ')[2]}"
        case 1:
            start = header.index("'shape': ")
            header = f"{header[:start]}'shape': {chance.choice(shapes)}, }}\n"
        case 2:
            header = chance.choice((*WORDS, "(" * 5000, "{'descr': '<f4'}", "__import__('os')\n"))
        case 3:
            numbers = numbers[: chance.randrange(len(numbers) + 1)]
        case _:
            header = scramble(header.encode("latin1"), chance).decode("latin1")
    encoded = header.encode("utf-8", "surrogatepass")[:65535]
    return content[:8] + len(encoded).to_bytes(2, "little") + encoded + numbers


def mutate_npz(content: bytes, chance: Random) -> bytes:
    """An archive with a damaged, another, a compressed, a repeated or a missing member."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    number = chance.randrange(len(members))
    name, data = members[number]
    match chance.randrange(6):
        case 0:
            del members[number]
        case 1:
            members.append((name, data))
        case 2:
            members[number] = (name, _other_array(chance))
        case 3:
            members[number] = (chance.choice(("../x.npy", "", "x", "\x00.npy")), data)
        case _:
            members[number] = (name, mutate_npy(data, chance))
    buffer = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if chance.random() < 0.1 else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        for member, body in members:
            archive.writestr(zipfile.ZipInfo(member or "x"), body, kind)
    return buffer.getvalue()


def _other_array(chance: Random) -> bytes:
    """An array of another type or shape than the one that is wanted."""
    kinds: tuple[Any, ...] = (np.float32, np.float64, np.int64, np.uint8, np.bool_, "<U3", "<c16")
    shapes = ((), (0,), (1,), (3,), (3, 2), (0, 3), (2, 3, 1), (10, 3), (1000, 3))
    buffer = io.BytesIO()
    array = np.zeros(chance.choice(shapes), chance.choice(kinds))
    np.save(buffer, array if chance.random() < 0.8 or array.dtype.kind != "f" else array + np.nan)
    return buffer.getvalue()


def mutate_safetensors(content: bytes, chance: Random) -> bytes:
    """A header with other content, or another length than it says."""
    length = int.from_bytes(content[:8], "little")
    header = mutate_value(json.loads(content[8 : 8 + length]), chance)
    text = json.dumps(header).encode()
    said = len(text) if chance.random() < 0.9 else chance.choice((0, 1, 2**63, 2**64 - 1, length))
    return said.to_bytes(8, "little") + text + content[8 + length :]


def mutate_tar(content: bytes, chance: Random) -> bytes:
    """Members with other names, types, sizes and pax headers, their checksums right."""
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(content))) as archive:
        members = [(member, archive.extractfile(member)) for member in archive.getmembers()]
        bodies = [(member, file.read() if file else b"") for member, file in members]
    member, body = chance.choice(bodies)
    match chance.randrange(5):
        case 0:
            member.type = bytes([chance.choice(b"0123456789xgLKSDV\x00")])
        case 1:
            member.name = chance.choice(
                ("../x", "/x", "x\\y", "x" * 300, "", ".", bodies[0][0].name)
            )
        case 2:
            member.size = chance.choice((0, 1, len(body) // 2, 2**30, 2**40, 8**11 - 1))
        case 3:
            member.pax_headers = {
                chance.choice(("size", "path", "GNU.sparse.map", "GNU.sparse.major", "mtime")): str(
                    chance.choice((0, -1, 2**40, "x", "1,2", "9" * 5000))
                )
            }
        case _:
            bodies.append((member, body))
    raw = b"".join(
        one.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape") + _padded(data)
        for one, data in bodies
    )
    return gzip.compress(raw + bytes(1024), 1, mtime=0)


def mutate_inside_gzip(content: bytes, chance: Random) -> bytes:
    """Scrambled bytes that unpack without a fault."""
    return gzip.compress(scramble(gzip.decompress(content), chance), 1, mtime=0)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % tarfile.BLOCKSIZE)


def mutate_pickle(content: bytes, chance: Random) -> bytes:
    """A pickle with further instructions in it."""
    data = content
    for _ in range(chance.choice((1, 1, 2, 3))):
        start = chance.randrange(len(data) + 1)
        more = b"".join(chance.choices(CODES, k=chance.choice((1, 2, 4))))
        data = data[:start] + more + data[start + chance.choice((0, 0, 1, 2)) :]
    return data


# by the ending of a file: how it is mutated with a thought for its structure
BY_FORM: Mapping[str, Mutation] = {
    ".csv": mutate_csv,
    ".sha256": mutate_words,
    "SHA256SUMS": mutate_words,
    ".js": mutate_words,
    ".json": mutate_json,
    ".npy": mutate_npy,
    ".npz": mutate_npz,
    ".pickle": mutate_pickle,
    ".raw.tar.gz": mutate_inside_gzip,
    ".safetensors": mutate_safetensors,
    ".svg": mutate_words,
    ".tar.gz": mutate_tar,  # behind .raw.tar.gz, which ends so too
    ".txt": mutate_words,
    ".yaml": mutate_words,
}


def mutate(name: str, content: bytes, chance: Random) -> bytes:
    """One input of a file of this name: of every three, one is only scrambled."""
    way = next((way for ending, way in BY_FORM.items() if name.endswith(ending)), None)
    data = way(content, chance) if way else content
    if data == content or chance.random() < 0.33:
        data = scramble(content if chance.random() < 0.7 else data, chance)
    return data
