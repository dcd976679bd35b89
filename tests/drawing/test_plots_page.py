"""DVC's side of the figures: templates that fit the data, a page that needs no network."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from dvc_render.html import HTML
from dvc_render.vega import VegaRenderer

from stages.drawing import KINDS
from tests.browser import find_chromium, new_tab
from tests.conftest import ROOT
from tests.sources.loopback import running
from tests.tables.declared import TABLES

PLOTS = ROOT / ".dvc" / "plots"
PAGE = (PLOTS / "page.html").read_text(encoding="utf-8")
FRAME = (PLOTS / "page_frame.html").read_text(encoding="utf-8")

# every plot as dvc.yaml declares it, by its place
PLOTTED: dict[str, dict[str, str]] = {
    place: properties
    for entry in yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["plots"]
    for place, properties in entry.items()
}


def columns(place: str) -> tuple[str, ...]:
    """Those of the table that lies there, or in that folder."""
    (found,) = (one for one in TABLES if f"{one.place}/".startswith(f"{place}/"))
    return found.columns


def filled(place: str) -> dict[str, Any]:
    """The Vega-Lite specification as DVC fills it, for one row of data."""
    row = {**dict.fromkeys(columns(place), "1"), "rev": "workspace"}
    properties = {**PLOTTED[place], "template_dir": str(PLOTS)}
    plot = VegaRenderer([row], f"{place}.csv", **properties)
    spec: dict[str, Any] = plot.get_filled_template()
    return spec


def names(spec: object, key: str) -> set[str]:
    """Every name, or names in a list, that stand under a key of a specification."""
    if isinstance(spec, dict):
        found = spec.get(key, [])
        own = {found} if isinstance(found, str) else {n for n in found if isinstance(n, str)}
        return own.union(*(names(value, key) for value in spec.values()))
    return set[str]().union(*(names(one, key) for one in spec)) if isinstance(spec, list) else set()


@pytest.mark.parametrize("place", PLOTTED)
def test_a_template_draws_only_columns_that_are_declared(place: str) -> None:
    spec = filled(place)
    assert "<DVC_METRIC" not in json.dumps({**spec, "title": ""})
    made = names(spec, "as")  # by a transform inside the template
    alike = [other for other in PLOTTED if PLOTTED[other]["template"] == PLOTTED[place]["template"]]
    known = {"rev"}.union(*map(columns, alike))  # tooltips of one table are empty on another
    assert names(spec, "field") <= known | made
    assert {PLOTTED[place]["x"], PLOTTED[place]["y"]} <= {*columns(place)}
    assert "rev" in names(spec, "field")  # or `dvc plots diff` would draw revisions over each other


@pytest.mark.parametrize("template", ["per_class", "forest"])
def test_a_template_orders_kinds_as_the_figures_do(template: str) -> None:
    text = (PLOTS / f"{template}.json").read_text(encoding="utf-8")
    places = [match.start() for kind in KINDS for match in re.finditer(f"['\"]{kind}['\"]", text)]
    assert len(places) == len(KINDS)
    assert places == sorted(places)


def test_the_page_loads_nothing() -> None:
    assert re.findall(r"<(?:script|link|iframe)\b[^>]*(?:src|href)=", PAGE) == []
    assert re.findall(r"<img|url\(|@import", FRAME) == []
    assert "{scripts}" not in PAGE  # where DVC would put the addresses of a network


def test_the_page_has_each_of_dvcs_places_once() -> None:
    assert PAGE.count("{plot_divs}") == 1
    assert PAGE.count("{refresh_tag}") == 1


@pytest.mark.parametrize("library", ["vega 5.20.2", "vega-lite 5.2.0", "vega-embed 6.18.2"])
def test_the_page_holds_the_libraries_that_dvc_asks_for(library: str) -> None:
    assert f"/*! {library}, BSD-3-Clause */" in PAGE
    assert library.replace(" ", "@") in VegaRenderer.SCRIPTS


def test_the_page_is_built_from_its_frame() -> None:
    """After an edit: python .dvc/plots/build_page.py."""
    before, between, after = re.split(r"<!-- (?:policy|libraries) -->\n", FRAME)
    assert PAGE.startswith(before)
    assert between in PAGE
    assert PAGE.endswith(after)


def test_the_policy_runs_the_scripts_of_the_page_and_no_other() -> None:
    """After an edit: python .dvc/plots/build_page.py."""
    policy = re.findall(r'<meta http-equiv="Content-Security-Policy" content="(.*)">', PAGE)
    scripts = re.findall(r"<script>(.*?)</script>", PAGE, flags=re.DOTALL)
    digests = [hashlib.sha256(text.encode()).digest() for text in scripts]
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    assert len(scripts) == 4
    assert policy == [
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data: 'self' file:; "
        f"style-src 'unsafe-inline'; script-src {hashes} 'unsafe-eval'"
    ]
    assert PAGE.index("Content-Security-Policy") < PAGE.index("<script>")


def plot(place: str, **values: str) -> str:
    """What DVC writes for a table of one row at a place."""
    row = {**dict.fromkeys(columns(place), "1"), "rev": "workspace", **values}
    found = VegaRenderer([row], f"{place}/x.csv", **PLOTTED[place], template_dir=str(PLOTS))
    return str(found.generate_html())


def test_a_name_in_a_plot_runs_nothing_and_asks_nobody(tmp_path: Path) -> None:
    """It ends the script that DVC writes it into; the plot beside it is drawn all the same."""
    program = find_chromium()
    if program is None:
        pytest.skip("there is no Chromium here")
    with running() as server, new_tab(program, tmp_path / "profile") as tab:
        picture = f"<img src='{server.address}/x.png' onerror='document.title = 1'>"
        hostile = f"</script>{picture}<script>document.title = 2</script>"
        page = HTML(PAGE).with_element(plot("plots/confused", network=hostile))
        page.with_element(plot("plots/confusion"))
        path = tmp_path / "index.html"
        path.write_text(page.embed(), encoding="utf-8")
        tab.open(path.as_uri())
        tab.wait("document.querySelectorAll('.card canvas').length === 1")
        assert tab.evaluate("document.title") == "imagenet2cifar: plots"
        assert any(f"Loading the image '{server.address}/x.png' violates" in s for s in tab.said)
        assert server.asked == []


def test_page_and_licence_file_carry_the_licences() -> None:
    licences = (PLOTS / "LICENSE-vega.txt").read_text(encoding="utf-8")
    assert "University of Washington Interactive Data Lab" in licences
    assert "Redistributions in binary form must reproduce" in licences
    assert licences in PAGE


def test_the_page_says_under_which_terms_the_results_stand() -> None:
    """Clause 5 of the checkpoints' licence: what the work is, a link to it, its licence."""
    footer = FRAME[FRAME.index("<footer>") : FRAME.index("</footer>")]
    assert "product-quantised checkpoints" in footer
    assert 'href="https://github.com/uber-research/permute-quantize-finetune"' in footer
    assert "available under the Uber Non-Commercial License" in footer


def test_dvc_fills_the_page() -> None:
    """DVC replaces its placeholders wherever they stand, in the libraries too."""
    page = HTML(PAGE).with_scripts("<script src='x'></script>").with_element("<div>one</div>")
    assert page.embed() == PAGE.replace("{plot_divs}", "<div>one</div>").replace(
        "{refresh_tag}", ""
    )
