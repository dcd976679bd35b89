"""Names that are escaped for Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from stages.results.markdown import Markdown, escape, link


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("wordnet_mean", "wordnet_mean"),  # no emphasis between letters
        ("_private_", r"\_private\_"),
        ("a|b", r"a\|b"),
        ("<script>", "&lt;script&gt;"),
        ("R&D", "R&amp;D"),
        ("`x`", r"\`x\`"),
        ("[x](y)", r"\[x\](y)"),
        ("a\\b", r"a\\b"),
        ("two\nlines", "two lines"),
        (7, "7"),
    ],
)
def test_a_character_with_a_meaning_loses_it(text: object, written: str) -> None:
    assert escape(text) == written


def test_markdown_is_not_escaped_again() -> None:
    assert escape(Markdown("**a|b**")) == "**a|b**"


@given(some.text())
def test_no_name_ends_a_cell_or_opens_a_tag(text: str) -> None:
    written = escape(text)
    assert "<" not in written
    assert "\n" not in written
    assert "|" not in written.replace("\\\\", "").replace("\\|", "")


def test_a_link_has_no_character_that_ends_it() -> None:
    assert link("plots/a (b)/<c>.svg") == "plots/a%20%28b%29/%3Cc%3E.svg"
