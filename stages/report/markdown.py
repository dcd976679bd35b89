"""Names that users choose, made harmless: in running text, in a table cell, in a link."""

import re
from pathlib import Path
from urllib.parse import quote

# an underscore between letters means nothing in GitHub's Markdown: wordnet_mean stays readable
_SPECIAL = re.compile(r"[\\`*\[\]|~$]|(?<![^\W_])_|_(?![^\W_])")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Markdown(str):
    """Text that is Markdown already; the templates escape all other text."""

    __slots__ = ()


def escape(value: object) -> Markdown:
    """Text as Markdown that shows it as it is, on one line, also inside a table cell."""
    if isinstance(value, Markdown):
        return value
    flat = " ".join(str(value).split())
    return Markdown(_SPECIAL.sub(r"\\\g<0>", flat.translate(_ENTITIES)))


def link(path: str) -> Markdown:
    """A relative path as the target of a link: blanks, quotes and brackets percent-encoded."""
    return Markdown(quote(path))


def drawing(path: Path, alt: str) -> Markdown:
    """A picture of the checkout on a page in report/; alt says what it shows."""
    return Markdown(f"![{escape(alt)}](../{link(path.as_posix())})")
