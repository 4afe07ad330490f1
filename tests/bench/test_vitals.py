"""What the limits of a browser's measures mean."""

import pytest

from bench.vitals import Vitals


@pytest.mark.parametrize(
    ("seen", "holds"),
    [
        (Vitals(lcp=[300, 310, 2000], slow_lcp=[900], inp=88, cls=0.01), True),
        (Vitals(lcp=[300, 810, 2000], inp=88), False),
        (Vitals(lcp=[300], inp=104), False),
        (Vitals(lcp=[300], inp=88, cls=0.06), False),
    ],
)
def test_one_slow_opening_is_noise_and_one_slow_touch_is_not(seen, holds):
    assert seen.holds is holds
