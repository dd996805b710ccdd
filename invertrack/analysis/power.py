"""How many sessions an interval of some width takes, asked before the data are there."""

import math

from scipy.special import stdtrit

from .estimates import Z95


def precision_n(sd: float, half_width: float) -> int:
    """Return the fewest independent values whose mean has a 95 % interval this narrow.

    Args:
        sd: Their SD, above 0.
        half_width: The most that the interval may reach to either side, same unit, above 0.
    Returns: A number of values, at least 2. Sessions that resemble their neighbours need more.
    Raises: ValueError: If one of them is not above 0.
    Source: Student (1908), Biometrika 6, 1-25: t sd / sqrt(n). O(1).

    >>> precision_n(1.5, 1.0), precision_n(1.5, 0.5)  # half the width, three times the sessions
    (12, 38)
    """
    if not (sd > 0 and half_width > 0):
        raise ValueError("an SD and a width are above 0")
    n = max(2, math.ceil((Z95 * sd / half_width) ** 2))  # t is wider than z: never fewer
    while stdtrit(n - 1, 0.975) * sd / math.sqrt(n) > half_width:
        n += 1
    return n
