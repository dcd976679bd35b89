"""Numbers as each language writes them; NBSP between a number and its unit."""

import pytest

from stages.results.language import ENGLISH, PLAIN, RUSSIAN, code, plural, signed_points

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "digits", "english", "russian"),
    [
        (0.5, 2, "0.50", "0,50"),
        (1234, 0, "1,234", "1234"),  # Russian leaves four digits whole
        (12345.67, 1, "12,345.7", f"12{NBSP}345,7"),
        (-2.04, 2, "−2.04", "−2,04"),
        (-0.001, 2, "0.00", "0,00"),  # no minus before nothing
    ],
)
def test_a_number_has_the_marks_of_its_language(
    value: float, digits: int, english: str, russian: str
) -> None:
    assert ENGLISH.number(value, digits) == english
    assert RUSSIAN.number(value, digits) == russian


def test_shares_are_percent_and_differences_are_points_with_a_sign() -> None:
    assert RUSSIAN.percent(0.574) == f"57,4{NBSP}%"
    assert RUSSIAN.interval((0.543, 0.604)) == f"54,3–60,4{NBSP}%"
    assert [ENGLISH.points(d) for d in (0.157, -0.227, 0.0, 0.0004)] == [
        "+15.7", "−22.7", "0.0", "0.0",
    ]  # fmt: skip
    assert PLAIN.percent(0.574, 0) == "57 %"
    assert PLAIN.interval((0.543, 0.604), 2) == "54.30–60.40 %"
    assert [signed_points(d) for d in (0.012, -0.0035)] == ["+1.20", "−0.35"]
    assert ENGLISH.size(-0.227) == "22.7"
    assert ENGLISH.points_range((-0.3, 0.1)).split(NBSP) == ["from", "−30.0", "to", "+10.0"]
    assert RUSSIAN.points_range((-0.3, 0.1)).split(NBSP) == ["от", "−30,0", "до", "+10,0"]


@pytest.mark.parametrize(
    ("ratio", "written"),
    [(5432, "× 5,400"), (1.234, "× 1.2"), (0.02, "÷ 50"), (1, "× 1.0"), (1 / 2123, "÷ 2,100")],
)
def test_a_ratio_says_which_way_it_goes_to_two_digits(ratio: float, written: str) -> None:
    assert ENGLISH.factor(ratio) == written.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("value", "written"), [(1.4e-7, "2·10⁻⁷"), (1e-9, "1·10⁻⁹"), (0.051, "6·10⁻²")]
)
def test_a_bound_is_rounded_up(value: float, written: str) -> None:
    assert ENGLISH.bound(value) == written


@pytest.mark.parametrize(
    ("count", "form"),
    [(1, "класс"), (3, "класса"), (5, "классов"), (11, "классов"), (14, "классов"),
     (21, "класс"), (65, "классов"), (112, "классов"), (102, "класса")],
)  # fmt: skip
def test_a_russian_count_takes_its_form(count: int, form: str) -> None:
    assert plural(count, "класс", "класса", "классов") == form


def test_a_name_in_code_type_ends_neither_the_cell_nor_the_type() -> None:
    assert code("a|b") == "`a\\|b`"
    assert code("a`b<i>") == "a\\`b&lt;i&gt;"
