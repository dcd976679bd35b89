"""The frame that all pages share: what it inlines, what it escapes, what it lets a browser do."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from stages.page import Pages, picture
from stages.page.frame import HERE, SCRIPTS, STYLES, inline

TEMPLATE = """{% extends "frame.html.j2" %}
{% from "parts.html.j2" import figure, table, ranked, number %}
{% block title %}{{ title }}{% endblock %}
{% block header %}<h1>{{ title }}</h1>{% endblock %}
{% block main %}
{% call table(title, [(title, "choice"), ("n", "number")], fixed=true, rows=3) %}
<tr>{{ ranked(2, title) }}{{ number(0.5, title) }}</tr>
{% endcall %}
{{ figure(path, title) }}
{% endblock %}
"""
NASTY = "</script><b title='\"'>&"
ESCAPED = "&lt;/script&gt;&lt;b title=&#39;&#34;&#39;&gt;&amp;"


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    path = tmp_path / "a.svg"
    path.write_text("<svg/>\n", encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    (tmp_path / "page.html.j2").write_text(TEMPLATE, encoding="utf-8")
    return Pages(tmp_path)


def test_a_name_is_escaped_wherever_it_stands(pages: Pages, drawing: Path) -> None:
    """Title, heading, label, column, two cells, description and caption of the figure."""
    page = pages.render("page.html.j2", title=NASTY, path=drawing)
    assert NASTY not in page
    assert page.count(ESCAPED) == 8


def test_text_that_is_markup_already_stays_as_it_is(pages: Pages, drawing: Path) -> None:
    page = pages.render("page.html.j2", title=Markup("<i>x</i>"), path=drawing)
    assert "<h1><i>x</i></h1>" in page


def test_a_missing_value_is_an_error(pages: Pages) -> None:
    with pytest.raises(UndefinedError, match="'title' is undefined"):
        pages.render("page.html.j2")


def test_the_policy_lets_a_browser_load_nothing_and_run_this_script_alone(
    pages: Pages, drawing: Path
) -> None:
    page = pages.render("page.html.j2", title="x", path=drawing)
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    (policy,) = re.findall(r'"Content-Security-Policy" content="([^"]*)"', page)
    assert policy.split("; ") == [
        "default-src 'none'",
        "img-src data:",
        "style-src 'unsafe-inline'",
        f"script-src 'sha256-{digest}'",
    ]


def test_a_room_may_add_a_script_and_pictures_beside_the_page(
    tmp_path: Path, drawing: Path
) -> None:
    """Each script is named by its hash; pictures come from where the page comes from."""
    (tmp_path / "page.html.j2").write_text(TEMPLATE, encoding="utf-8")
    script, style = tmp_path / "own.js", tmp_path / "own.css"
    script.write_text("const own = 1;\n", encoding="utf-8")
    style.write_text("b { color: red }\n", encoding="utf-8")
    pages = Pages(tmp_path, styles=[style], scripts=[script], pictures_beside=True)
    page = pages.render("page.html.j2", title="x", path=drawing)
    assert "<script>const own = 1;</script>" in page
    assert page.index("color: red") > page.index("one look for all pages".capitalize())
    (policy,) = re.findall(r'"Content-Security-Policy" content="([^"]*)"', page)
    digest = base64.b64encode(hashlib.sha256(b"const own = 1;").digest()).decode()
    assert policy.endswith(f" 'sha256-{digest}'")
    assert policy.count("sha256-") == 2
    assert "; img-src data: 'self' file:; " in policy


def test_a_picture_is_in_the_page_itself(drawing: Path) -> None:
    """base64 of "<svg/>" and a line end."""
    assert picture(drawing) == "data:image/svg+xml;base64,PHN2Zy8+Cg=="


def test_library_and_style_are_inlined_with_their_licence(pages: Pages, drawing: Path) -> None:
    page = pages.render("page.html.j2", title="x", path=drawing)
    for path in (*STYLES, *SCRIPTS):
        assert path.read_text(encoding="utf-8").strip() in page
    assert "The MIT License (MIT)" in page
    assert "Copyright SpryMedia Limited" in page


@pytest.mark.parametrize("trap", ["</script>", "</SCRIPT >", "</style>", "<!-- x", "a --> b"])
def test_what_would_end_its_element_is_not_inlined(trap: str) -> None:
    with pytest.raises(ValueError, match="cannot be inlined"):
        inline(f"x {trap}", "script")


def test_the_library_is_as_published() -> None:
    """vendor/README.md names each file with the SHA-256 of what the registry serves."""
    vendor = HERE / "vendor"
    text = (vendor / "README.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", text, flags=re.MULTILINE))
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.iterdir()
        if path.name != "README.md"
    }
    assert found == listed
