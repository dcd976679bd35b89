"""What an unquoted YAML word means: YAML 1.2, as DVC's own parser (ruamel.yaml) reads params.yaml.

PyYAML by itself follows YAML 1.1, for which 1e-05 is text, 010 is eight and `no` is false.
"""

import re

Value = str | int | float | bool | None

LONGEST_NUMBER = 100  # characters; a hash that looks like a number has 64

_CONSTANTS: dict[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
# ruamel.yaml's expressions for YAML 1.2, in the order in which it tries them
FLOAT = re.compile(
    r"""(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?
    |[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+
    |[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?
    |[-+]?\.(?:inf|Inf|INF)
    |\.(?:nan|NaN|NAN))\Z""",
    re.VERBOSE,
)
INTEGER = re.compile(r"[-+]?(?:0b[01_]+|0o?[0-7_]+|[0-9_]+|0x[0-9a-fA-F_]+)\Z")
_BASES = {"b": 2, "o": 8, "x": 16}
_DATE = re.compile(
    r"""[0-9]{4}-[0-9]{2}-[0-9]{2}
    |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?
    (?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?""",
    re.VERBOSE,
)


def read_plain(word: str) -> Value:
    """The value of a word without quotes; ValueError, worded to follow the word, where it has none.

    Dates are refused, for no value of ours is one, and words on which DVC itself fails: `=`, `+_`.
    """
    if word in _CONSTANTS:
        return _CONSTANTS[word]
    if word[0] not in "+-.0123456789<=":  # most words: no number begins otherwise
        return word
    if number := FLOAT.match(word) or INTEGER.match(word):
        return _read_number(word, is_float=number.re is FLOAT)
    if word in ("=", "<<") or _DATE.fullmatch(word):
        raise ValueError("is not text for YAML; quote it")
    return word


def _read_number(word: str, *, is_float: bool) -> float:
    if len(word) > LONGEST_NUMBER:
        raise ValueError(f"is a number of {len(word):,} digits for YAML; quote it if it is text")
    digits = word.lower().replace("_", "")
    try:
        if is_float:
            return float(digits.replace(".inf", "inf").replace(".nan", "nan"))
        return int(digits, _BASES.get(digits.lstrip("+-")[1:2], 10))
    except ValueError as error:
        raise ValueError("is a number without digits for YAML; quote it") from error
