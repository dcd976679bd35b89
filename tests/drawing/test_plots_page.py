"""DVC's side of the figures: templates that fit the data, a page that needs no network."""

import json
import re
from typing import Any

import pytest
from dvc_render.html import HTML
from dvc_render.vega import VegaRenderer

from stages.drawing import KINDS
from stages.evaluate import tables
from tests.conftest import ROOT

PLOTS = ROOT / ".dvc" / "plots"
PAGE = (PLOTS / "page.html").read_text(encoding="utf-8")
FRAME = (PLOTS / "page_frame.html").read_text(encoding="utf-8")

# the axes that dvc.yaml gives, and the columns that evaluate writes
TEMPLATES = {
    "confusion_counts": (("predicted", "actual"), tables.CONFUSION_HEADER),
    "per_class": (("f1", "class"), tables.PER_CLASS_HEADER),
    "forest": (("accuracy", "strategy"), tables.ACCURACY_HEADER),
}
# made by a transform inside the template
CALCULATED = {"panel"}


def filled(template: str) -> dict[str, Any]:
    """The Vega-Lite specification as DVC fills it, for one row of data."""
    (x, y), header = TEMPLATES[template]
    row = {**dict.fromkeys(header, "1"), "rev": "workspace"}
    properties = {"template": template, "template_dir": str(PLOTS), "x": x, "y": y}
    plot = VegaRenderer([row], f"plots/{template}.csv", **properties)
    spec: dict[str, Any] = plot.get_filled_template()
    return spec


def fields(spec: object) -> set[str]:
    """Every column that a specification draws from."""
    if isinstance(spec, dict):
        own = {spec["field"]} if isinstance(spec.get("field"), str) else set()
        return own.union(*(fields(value) for value in spec.values()))
    return set[str]().union(*map(fields, spec)) if isinstance(spec, list) else set()


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_draws_only_columns_that_evaluate_writes(template: str) -> None:
    spec = filled(template)
    assert "<DVC_METRIC" not in json.dumps({**spec, "title": ""})
    assert fields(spec) <= {*TEMPLATES[template][1], "rev", *CALCULATED}
    assert "rev" in fields(spec)  # or `dvc plots diff` would draw revisions over each other


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
    before, after = FRAME.split("<!-- libraries -->\n")
    assert PAGE.startswith(before)
    assert PAGE.endswith(after)


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
