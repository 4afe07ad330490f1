"""Who gets what at the addresses of the monthly review. See tests/access/world.py."""

from reviews.months import Month
from reviews.services import tell_lesson
from tests.access.world import World


def furnish(world: World) -> None:
    world.more["lesson"] = tell_lesson(world.incident, by=world.alice, text="A key in a log is everybody's")


EVERYBODY = {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 302}
THOSE_NAMED = {"alice": 200, "bob": 200, "charlie": 404, "anonymous": 302}

ACCESS = [
    ("reviews:month", None, EVERYBODY),
    (
        "reviews:past_month",
        lambda world: {"chosen": Month(2026, 10)},
        EVERYBODY,
    ),
    (
        "reviews:measure",
        lambda world: {"chosen": Month(2026, 10), "key": "completion"},
        EVERYBODY,
    ),
    ("reviews:lessons", None, EVERYBODY),
    ("reviews:tell_lesson", lambda world: {"number": world.incident.number}, THOSE_NAMED),
    ("reviews:take_lesson_up", lambda world: {"pk": world.more["lesson"].pk}, THOSE_NAMED),
    ("reviews:decline_lesson", lambda world: {"pk": world.more["lesson"].pk}, THOSE_NAMED),
]
