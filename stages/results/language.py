"""Numbers as text: one language for report.md and the terminal, two for the questions' pages."""

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Literal

from .markdown import Markdown, escape

Code = Literal["en", "ru"]

NO_BREAK = "\u00a0"  # so that a number and its unit stay on one line
MINUS = "−"


@dataclass(frozen=True)
class Language:
    """The marks of a language; the methods are filters of its templates.

    grouped_from: the smallest number with a mark between thousands (Russian writes 1234). gap: the
    blank between a number and its unit.
    """

    code: Code
    decimal: str
    thousands: str
    grouped_from: int
    gap: str = NO_BREAK

    def number(self, value: float, digits: int = 0) -> str:
        """With so many decimals, in groups of three: 12,345.6 or 12 345,6."""
        rounded = f"{abs(value):.{digits}f}"
        text = f"{abs(value):,.{digits}f}" if float(rounded) >= self.grouped_from else rounded
        grouped = text.replace(",", "\0").replace(".", self.decimal).replace("\0", self.thousands)
        return (MINUS if value < 0 and float(f"{value:.{digits}f}") else "") + grouped

    def percent(self, share: float, digits: int = 1) -> str:
        """A share in [0, 1]: 57.4 %."""
        return f"{self.number(100 * share, digits)}{self.gap}%"

    def points(self, difference: float) -> str:
        """A difference of shares in percentage points, with its sign: +15.7, −22.7, 0.0."""
        text = self.number(100 * difference, 1)
        return f"+{text}" if difference > 0 and text != self.number(0, 1) else text

    def size(self, difference: float) -> str:
        """A difference of shares in percentage points, without its sign."""
        return self.number(abs(100 * difference), 1)

    def interval(self, ends: tuple[float, float], digits: int = 1) -> str:
        """Both ends of an interval of a share: 54.3–60.4 %."""
        low, high = (self.number(100 * end, digits) for end in ends)
        return f"{low}–{high}{self.gap}%"

    def points_range(self, ends: tuple[float, float]) -> str:
        """Both ends of an interval of a difference, in points: from −29.2 to −15.9."""
        first, last = {"en": ("from", "to"), "ru": ("от", "до")}[self.code]
        low, high = (self.points(end) for end in ends)
        return NO_BREAK.join((first, low, last, high))

    def significant(self, value: float, digits: int = 2) -> str:
        """To so many significant digits: 5,500; 16.9; 0.94."""
        rounded = float(f"{value:.{digits}g}")
        whole = len(f"{abs(rounded):.0f}") if abs(rounded) >= 1 else 0
        return self.number(rounded, max(0, digits - whole))

    def factor(self, ratio: float) -> str:
        """× 5,500 or ÷ 2,100."""
        sign, size = ("×", ratio) if ratio >= 1 else ("÷", 1 / ratio)
        return f"{sign}{NO_BREAK}{self.significant(size)}"

    def bound(self, value: float) -> Markdown:
        """A bound for what is nearly nothing, so rounded up: 1.4·10⁻⁷ is below 2·10⁻⁷."""
        power = floor(log10(value))
        raised = str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return Markdown(f"{ceil(value / 10**power)}·10{raised}")


ENGLISH = Language("en", ".", ",", 1_000)
RUSSIAN = Language("ru", ",", NO_BREAK, 10_000)
LANGUAGES = (ENGLISH, RUSSIAN)
PLAIN = Language("en", ".", ",", 1_000, gap=" ")  # of report.md, its page and the terminal


def signed_points(difference: float) -> str:
    """A difference of shares in percentage points, with its sign: +1.20, −0.35.

    Two decimals are what plots/ hold: one less would round a rounded end again.
    """
    return f"{100 * difference:+.2f}".replace("-", MINUS)


def plural(count: int, one: str, few: str, many: str) -> str:
    """The Russian form that goes with a count: 1 снимок, 2 снимка, 5 снимков, 11 снимков."""
    if count % 100 in range(11, 15):
        return many
    return {1: one, 2: few, 3: few, 4: few}.get(count % 10, many)


def code(name: object) -> Markdown:
    """A name from the code or the data, in type of its own; escaped where that cannot hold it."""
    text = " ".join(str(name).split())
    if "`" in text or not text:
        return escape(text)
    return Markdown("`" + text.replace("|", "\\|") + "`")
