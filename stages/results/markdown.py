"""Markdown from templates; names that users choose made harmless: in text, in a cell, in a link."""

import re
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

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


def markdown_environment(*templates: Path) -> Environment:
    """Autoescape is jinja's word for HTML; `finalize` does the same here for Markdown."""
    return Environment(
        loader=FileSystemLoader(templates),
        finalize=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  # the pages are Markdown: `finalize` escapes
    )
