"""Numbers in figures, written as on the pages: 57.4 % and −1.2."""


def percent(share: float, digits: int = 0) -> str:
    """A share in [0, 1] with a blank before the sign, as ISO 80000 has it: 57 %."""
    return f"{share:.{digits}%}".replace("%", " %")


def signed(value: float, digits: int = 1) -> str:
    """With its sign, and a minus that is as wide as the plus: −1.2."""
    return f"{value:+.{digits}f}".replace("-", "−")
