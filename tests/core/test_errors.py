"""Messages stay short whatever a file says."""

import pytest

from stages.core.errors import ParamsError, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("no such list", "'no such list'"),
        (1e-05, "1e-05"),
        (None, "None"),
        ("a" * 100, f"'{'a' * 37}...{'a' * 38}'"),
        ({"a": 1, "b": [2]}, "{'a': 1, 'b': [2]}"),
        ([[[1]]], "[[[...]]]"),
        ([0] * 10, "[0, 0, 0, 0, 0, 0, ...]"),
    ],
)
def test_a_value_is_shown_in_a_few_words(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_message_without_end_is_cut() -> None:
    assert str(ParamsError("a" * 3000)) == "a" * 2000 + " …"
    assert str(ParamsError("a" * 2000)) == "a" * 2000
