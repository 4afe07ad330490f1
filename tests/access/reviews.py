"""Who gets what at the addresses of the monthly review. See tests/access/world.py."""

from reviews.months import Month

ACCESS = [
    ("reviews:month", None, {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 302}),
    (
        "reviews:past_month",
        lambda world: {"chosen": Month(2026, 10)},
        {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 302},
    ),
    (
        "reviews:measure",
        lambda world: {"chosen": Month(2026, 10), "key": "completion"},
        {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 302},
    ),
]
