"""Intervals at full precision: ends that a table has rounded would be rounded twice."""


def wilson(accuracy: float, images: int, confidence: float) -> tuple[float, float]:
    """Ends in [0, 1] of the Wilson score interval (Wilson, 1927) of a share of images ≥ 1.

    The share may have been rounded: the count of images is exact where one of them moves it by
    more than that.
    """
    from statsmodels.stats.proportion import proportion_confint  # 0.8 s to import

    right = round(accuracy * images)
    low, high = proportion_confint(right, images, alpha=1 - confidence, method="wilson")
    return float(low), float(high)
