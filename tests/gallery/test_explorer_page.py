"""The explorer in a browser: filter, sort, link, keyboard, two widths, nothing from elsewhere."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from stages.core.arrays import Kind, Scores
from stages.gallery.explorer.columns import make_columns
from stages.gallery.explorer.write import write_explorer
from stages.gallery.inputs import ClassList
from tests.browser import Tab, find_chromium, new_tab

IMAGES = 30  # two pages of the table
NASTY = "<img src=x onerror=alert(1)>&\"'"
TARGETS = ("cat", "dog", "ship", f"{NASTY} target")
TABBY, AIRLINER, TENCH = 281, 404, 0
WEIGHTS = {"title": "A network", "notice": f"Uses {NASTY}"}


def scores(predictions: np.ndarray, kind: Kind) -> Scores:
    return Scores(np.zeros((IMAGES, 4), np.float32), predictions, kind, "none", TARGETS)


def write_example(folder: Path) -> None:
    """Thirty images, whose truth is 0, 1, 2, 3, 0, 1 …; the last ten have an unmapped top-1 class.

    "alike" is always right; the nasty one says cat to all but the first two, which it rejects.
    Image i is of the grey 8·i.
    """
    truth = np.arange(IMAGES) % 4
    cats = np.zeros(IMAGES, np.int64)
    cats[:2] = -1
    logits = np.zeros((IMAGES, 1000), np.float32)
    logits[:20, TABBY] = 9
    logits[20:, AIRLINER] = 10 + np.arange(10)
    logits[:, TENCH] = 8
    strategies = {"alike": scores(truth, "zero_shot"), NASTY: scores(cats, "supervised")}
    columns = make_columns(truth, logits, strategies, {TABBY: (0, 3)})
    columns["classes"][TENCH]["names"] = (f"{NASTY} Fish",)
    pictures = 8 * np.arange(IMAGES, dtype=np.uint8)[:, None, None, None]
    used = ClassList("alike", NASTY, {})
    write_explorer(folder, columns, np.tile(pictures, (1, 8, 8, 3)), used, WEIGHTS, NASTY)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the example."""
    folder = tmp_path_factory.mktemp("explorer")
    write_example(folder)
    return (folder / "index.html").as_uri()


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    program = find_chromium()
    if program is None:
        pytest.skip("there is no Chromium here")
    with new_tab(program, tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(autouse=True)
def _no_complaint(tab: Tab) -> Iterator[None]:
    """Whatever a test does, the page complains of nothing and asks nothing of a network."""
    tab.said.clear()
    tab.asked.clear()
    yield
    assert tab.said == []
    assert {address.split(":")[0] for address in tab.asked} <= {"file", "about", "data"}


def shown(tab: Tab) -> list[int]:
    """The images in the table, from top to bottom."""
    links = "[...document.querySelectorAll('#images tbody a')]"
    found: list[int] = tab.evaluate(f"{links}.map((link) => Number(link.textContent))")
    return found


def text(tab: Tab, selector: str) -> str:
    return str(tab.evaluate(f"document.querySelector({selector!r}).textContent"))


def choose(tab: Tab, name: str, value: str) -> None:
    """What a person does to a filter."""
    control = f"document.getElementById('filters').elements[{name!r}]"
    tab.evaluate(f"{control}.value = {value!r}")
    tab.evaluate(f"{control}.dispatchEvent(new Event('input', {{ bubbles: true }}))")


def address(tab: Tab) -> str:
    return str(tab.evaluate("location.hash"))


def focused_image(tab: Tab) -> str:
    return str(tab.evaluate("document.activeElement.dataset.image"))


def opened(tab: Tab) -> str:
    """The title of the detail, or nothing where it is closed."""
    return text(tab, "#title") if tab.evaluate("detail.open") else ""


def test_all_images_are_there_a_page_at_a_time(tab: Tab, page: str) -> None:
    tab.open(page)
    assert shown(tab) == list(range(25))
    assert text(tab, "#found") == "30 of 30 images"
    tab.evaluate("document.querySelector('.dt-paging-button.next').click()")
    assert shown(tab) == [25, 26, 27, 28, 29]


def test_a_row_says_truth_label_top_classes_and_counts(tab: Tab, page: str) -> None:
    tab.open(f"{page}#image=1")
    cells = "[...document.querySelectorAll('#images tbody tr:nth-child(2) td')]"
    told: list[str] = tab.evaluate(f"{cells}.map((cell) => cell.textContent)")
    assert told[:3] == ["1", "dog", "✓\N{NO-BREAK SPACE}dog"]
    assert told[3].startswith(f"tabby{NASTY} Fish · ")
    assert told[5:] == [f"cat, {TARGETS[3]}", "1", "1"]


@pytest.mark.parametrize(
    ("filters", "images"),
    [
        ({"truth": "dog"}, range(1, 30, 4)),
        ({"strategy": NASTY, "answer": "right"}, range(4, 30, 4)),
        ({"strategy": NASTY, "answer": "rejected"}, [0, 1]),
        ({"strategy": NASTY, "label": "rejected"}, [0, 1]),
        ({"strategy": NASTY, "label": "cat", "truth": "cat"}, range(4, 30, 4)),
        ({"label": TARGETS[3]}, range(3, 30, 4)),
        ({"top1": "none"}, range(20, 30)),
        ({"top1": "mapped"}, range(20)),
        ({"top1": TARGETS[3], "truth": "ship"}, range(2, 20, 4)),
        ({"top1": "ship"}, []),
        ({"different": "2"}, [image for image in range(2, 30) if image % 4]),
        ({"words": "AIRLIN"}, range(20, 30)),
        ({"words": "n02690373", "truth": "cat"}, range(20, 30, 4)),
        ({"words": "fish"}, range(30)),
    ],
)
def test_filters_combine_and_stand_in_the_address(
    tab: Tab, page: str, filters: dict[str, str], images: Any
) -> None:
    tab.open(page)
    for name, value in filters.items():
        choose(tab, name, value)
    assert shown(tab) == list(images)[:25]
    assert text(tab, "#found") == f"{len(images)} of 30 images"
    link = address(tab)
    tab.open(page + link)
    assert shown(tab) == list(images)[:25]
    assert address(tab) == link


def test_clearing_takes_filters_and_order_back(tab: Tab, page: str) -> None:
    tab.open(f"{page}#truth=cat&words=tabby&sort=image.desc")
    assert shown(tab) == [16, 12, 8, 4, 0]
    tab.evaluate("document.querySelector('.clear').click()")
    tab.wait("document.getElementById('found').textContent === '30 of 30 images'")
    assert shown(tab)[:3] == [0, 1, 2]


def test_a_heading_sorts_and_the_order_stands_in_the_address(tab: Tab, page: str) -> None:
    """The later of the last ten, the surer; the others are equal and stay by number."""
    tab.open(page)
    heading = "document.querySelector('#images th.probability .dt-column-order')"
    tab.evaluate(f"{heading}.click()")
    assert shown(tab)[:11] == [29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 0]
    assert address(tab) == "#sort=probability.desc"
    tab.evaluate(f"{heading}.click()")
    assert shown(tab)[:2] == [0, 1]


@pytest.mark.parametrize("column", ["truth", "label", "names", "target", "right", "different"])
def test_every_column_sorts_both_ways(tab: Tab, page: str, column: str) -> None:
    """Equal ones stand by number either way."""
    tab.open(f"{page}#sort={column}.asc")
    key = f"COLUMNS.find(({{ name }}) => name === '{column}').key"
    values = tab.evaluate(f"found.map({key})")
    assert values == sorted(values)
    tab.open(f"{page}#sort={column}.desc")
    assert tab.evaluate(f"found.map({key})") == sorted(values, reverse=True)
    places = list(zip(tab.evaluate(f"found.map({key})"), tab.evaluate("found"), strict=True))
    assert all(a < b for (x, a), (y, b) in pairwise(places) if x == y)


def test_a_link_opens_an_image_with_all_that_is_known_of_it(tab: Tab, page: str) -> None:
    tab.open(f"{page}#image=6")
    assert opened(tab) == "Image 6: ship"
    assert text(tab, "#place") == "7 of 30 found"
    first, second = tab.evaluate("[...top_classes.rows].slice(0, 2).map((row) => row.textContent)")
    assert first.startswith("tabbyn02123045 · tabby cat")
    assert first.endswith(f"cat, {TARGETS[3]}")
    assert second.startswith(f"{NASTY} Fishn01440764")
    assert second.endswith("none")
    kinds = tab.evaluate("[...labels.children].map((kind) => kind.textContent)")
    assert kinds == [
        "Zero-shot: names and WordNet only✓\N{NO-BREAK SPACE}shipalike",
        f"Supervised: saw training images with labels✗\N{NO-BREAK SPACE}cat{NASTY}",
    ]
    assert (text(tab, "#right"), text(tab, "#different")) == ("1 of 2", "2")


def test_a_rejection_is_neither_right_nor_wrong(tab: Tab, page: str) -> None:
    tab.open(f"{page}#image=0")
    assert "–\N{NO-BREAK SPACE}rejected" in text(tab, "#labels")
    signs = tab.evaluate(
        "[...labels.querySelectorAll('.verdict [role=img]')].map((sign) => sign.ariaLabel)"
    )
    assert signs == ["right", "rejected"]


def test_a_picture_is_that_of_its_image(tab: Tab, page: str, tmp_path: Path) -> None:
    """Of image 23, the fourth in the third row of its file, every pixel is of the grey 184."""
    tab.open(f"{page}#image=23")
    tab.evaluate("loadSheet(0).then(() => new Promise(requestAnimationFrame))")
    box = tab.evaluate("document.querySelector('#large canvas').getBoundingClientRect().toJSON()")
    tab.screenshot(tmp_path / "window.png")
    with Image.open(tmp_path / "window.png") as window:
        left, top, right, bottom = (round(box[edge]) for edge in ("left", "top", "right", "bottom"))
        inside = (left + 9, top + 9, right - 9, bottom - 9)  # its corners are round
        colours = window.convert("RGB").crop(inside).getcolors()
    assert [colour for _, colour in colours or []] == [(184, 184, 184)]


def test_what_an_address_asks_for_in_vain_is_left_out(tab: Tab, page: str) -> None:
    tab.open(f"{page}#truth=cow&sort=beauty.up&image=30&strategy=none&other=1")
    assert text(tab, "#found") == "30 of 30 images"
    assert opened(tab) == ""
    assert address(tab) == ""


def test_arrows_go_through_what_was_found_and_escape_goes_back_to_it(tab: Tab, page: str) -> None:
    tab.open(f"{page}#truth=dog")
    tab.press("ArrowRight")
    tab.press("ArrowDown")
    tab.press("ArrowDown")
    tab.press("ArrowUp")
    assert focused_image(tab) == "5"
    tab.press("Enter")
    tab.wait("detail.open")
    tab.press("ArrowRight")
    assert opened(tab) == "Image 9: dog"
    assert address(tab) == "#truth=dog&image=9"
    tab.press("ArrowLeft")
    tab.press("ArrowLeft")
    tab.press("ArrowLeft")  # there is none before the first
    assert opened(tab) == "Image 1: dog"
    tab.press("Escape")
    tab.wait("opened === null")  # what the page does on closing comes after the dialog has gone
    assert address(tab) == "#truth=dog"
    assert focused_image(tab) == "1"


def test_up_and_down_scroll_the_page_unless_an_image_has_the_focus(tab: Tab, page: str) -> None:
    tab.open(page)
    tab.press("ArrowDown")
    assert tab.evaluate("document.activeElement === document.body")
    tab.press("ArrowRight")
    tab.press("ArrowDown")
    assert focused_image(tab) == "1"


def test_closing_turns_the_table_to_the_page_of_the_image(tab: Tab, page: str) -> None:
    tab.open(f"{page}#image=24")
    tab.press("ArrowRight")
    tab.evaluate("document.getElementById('close').click()")
    tab.wait("!detail.open && document.activeElement.dataset.image")
    assert shown(tab)[0] == 25
    assert focused_image(tab) == "25"
    tab.press("ArrowUp")
    assert focused_image(tab) == "24"


def test_a_slash_goes_to_the_search_where_arrows_and_slashes_are_letters(
    tab: Tab, page: str
) -> None:
    tab.open(f"{page}#image=3")
    tab.press("/")
    tab.wait("!detail.open && document.activeElement.name === 'words'")
    for key in ("a", "/", "ArrowLeft", "b"):
        tab.press(key)
    assert tab.evaluate("document.activeElement.value") == "ab/"
    assert shown(tab) == []
    assert text(tab, "#images tbody") == "No image passes these filters."


def test_back_closes_the_image(tab: Tab, page: str) -> None:
    tab.open(page)
    tab.evaluate("document.querySelector('#images tbody a').click()")
    tab.wait("detail.open")
    tab.evaluate("history.back()")
    tab.wait("opened === null")  # what the page does on closing comes after the dialog has gone
    assert address(tab) in ("", "#")


def test_focus_is_seen(tab: Tab, page: str) -> None:
    tab.open(page)
    tab.press("ArrowRight")
    style = "getComputedStyle(document.activeElement)"
    assert tab.evaluate(f"[{style}.outlineStyle, {style}.outlineWidth]") == ["solid", "2px"]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("fragment", ["", "#image=5", "#words=nothing"])
def test_the_page_never_scrolls_sideways(tab: Tab, page: str, width: int, fragment: str) -> None:
    tab.open(page + fragment, width)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    for part in ("#detail", "#images_wrapper .dt-layout-table"):
        box = f"document.querySelector('{part}')"
        assert tab.evaluate(f"{box}.scrollWidth <= {box}.clientWidth")


def test_a_narrow_window_shows_cards_whose_numbers_have_their_names(tab: Tab, page: str) -> None:
    """The top classes are below the truth there, beside it where there is room."""
    below = "(cell) => Math.sign(cell('names').top - cell('truth').bottom + 1)"
    cell = "(name) => document.querySelector(`#images td.${name}`).getBoundingClientRect()"
    heading = "getComputedStyle(document.querySelector('#images td.right'), '::before').content"
    tab.open(page, 390)
    assert tab.evaluate(f"({below})({cell})") == 1
    assert tab.evaluate(heading) == '"right of 2 "'
    tab.open(page, 1280)
    assert tab.evaluate(f"({below})({cell})") == -1
    assert tab.evaluate(heading) == "none"


def test_no_name_becomes_html(tab: Tab, page: str) -> None:
    tab.open(f"{page}#image=3")
    assert tab.evaluate("document.querySelectorAll('[onerror], body img').length") == 0
