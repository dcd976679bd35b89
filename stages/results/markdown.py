"""Markdown from templates, where names that users choose are escaped."""

import re
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

# an underscore between letters means nothing in GitHub's Markdown: wordnet_mean stays readable
_SPECIAL = re.compile(r"[\\`*\[\]|~$]|(?<![^\W_])_|_(?![^\W_])")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Markdown(str):
    """Text that is Markdown; the templates escape all other text."""

    __slots__ = ()


def escape(value: object) -> Markdown:
    """Markdown that shows a text unchanged on one line, also in a table cell."""
    if isinstance(value, Markdown):
        return value
    flat = " ".join(str(value).split())
    return Markdown(_SPECIAL.sub(r"\\\g<0>", flat.translate(_ENTITIES)))


def link(path: str) -> Markdown:
    """A relative path as the target of a link, percent-encoded."""
    return Markdown(quote(path))


def drawing(path: Path, alt: str) -> Markdown:
    """A figure of the checkout on a page in report/; alt: a text that describes it."""
    return Markdown(f"![{escape(alt)}](../{link(path.as_posix())})")


def markdown_environment(*templates: Path) -> Environment:
    """An environment that escapes for Markdown with `finalize`; autoescape is only for HTML."""
    return Environment(
        loader=FileSystemLoader(templates),
        finalize=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  # the pages are Markdown: `finalize` escapes
    )
