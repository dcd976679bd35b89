"""A room's templates in the frame that all pages share."""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

HERE = Path(__file__).parent
STYLES = (
    HERE / "vendor" / "dataTables.dataTables.min.css",
    HERE / "vendor" / "columnControl.dataTables.min.css",
    HERE / "style.css",  # last: it has the last word
)
SCRIPTS = (
    HERE / "vendor" / "dataTables.min.js",
    HERE / "vendor" / "dataTables.columnControl.min.js",
    HERE / "tables.js",
)
LICENCE = HERE / "vendor" / "LICENSE-datatables.txt"


class Pages:
    """HTML pages from one folder of templates, each of which extends "frame.html.j2".

    Every value is escaped that is no Markup; a missing one is an error. `filters` and `tools` are
    what the templates may call. styles and scripts are a room's own, after those of all pages;
    pictures_beside: the page may show files that lie beside it, else only what is in it.
    """

    def __init__(
        self,
        templates: Path,
        filters: Mapping[str, Callable[..., Any]] | None = None,
        tools: Mapping[str, Callable[..., Any]] | None = None,
        *,
        styles: Sequence[Path] = (),
        scripts: Sequence[Path] = (),
        pictures_beside: bool = False,
    ) -> None:
        self._styles = [*STYLES, *styles]
        self._scripts = ["\n".join(map(_read, SCRIPTS)), *map(_read, scripts)]
        # 'self' where the page is served, file: where it is opened from a disk, whose files not
        # every browser takes for its own; neither reaches further than the page came from
        self._images = "data: 'self' file:" if pictures_beside else "data:"
        self._environment = Environment(
            loader=ChoiceLoader(
                [FileSystemLoader(templates), FileSystemLoader(HERE / "templates")]
            ),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters |= dict(filters or {})
        self._environment.globals |= {"picture": picture, **(tools or {})}

    def render(self, template: str, **facts: Any) -> str:
        """One page, the same bytes for the same facts."""
        return self._environment.get_template(template).render(**facts, page=self._page)

    @cached_property
    def _page(self) -> dict[str, Markup | list[Markup]]:
        """What the frame inlines; the policy lets a browser run these scripts and no other."""
        allowed = " ".join(f"'sha256-{_sha256(script)}'" for script in self._scripts)
        return {
            "style": inline("\n".join(map(_read, self._styles)), "style"),
            "scripts": [inline(script, "script") for script in self._scripts],
            "licence": inline(_read(LICENCE).replace("--", "- -"), "comment"),
            "policy": Markup(  # noqa: S704  # hashes and fixed words
                f"default-src 'none'; img-src {self._images}; style-src 'unsafe-inline'; "
                f"script-src {allowed}"
            ),
        }


def picture(path: Path) -> str:
    """An SVG file as the address of an image; inlined as elements, ids of two would clash."""
    return f"data:image/svg+xml;base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"


def inline(text: str, element: str) -> Markup:
    """Our own text as the content of an element; ValueError where it would end it."""
    for end in ("</script", "</style", "<!--", "-->"):
        if end in text.lower():
            raise ValueError(f"a {element} that contains {end!r} cannot be inlined")
    return Markup(text)  # noqa: S704  # files of this folder, looked through above


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()
