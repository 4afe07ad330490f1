"""Who gets what at the addresses of the monthly review. See tests/access/world.py."""

from reviews.months import Month
from reviews.services import change_feed_address, close_meeting, offer_story, open_meeting, save_circle, tell_lesson
from tests.access.people import PUBLIC
from tests.access.world import World
from web.pdf import can_make_pdf


def furnish(world: World) -> None:
    world.more["feed secret"] = change_feed_address(world.alice)
    world.more["lesson"] = tell_lesson(world.incident, by=world.alice, text="A key in a log is everybody's")
    save_circle(None, name="Finders", teams=[], chair=None, by=world.admin)
    world.admin.is_leadership = True
    world.admin.save(update_fields=["is_leadership"])
    offer_story(Month(2026, 10), circle=None, by=world.admin, text="I pushed it myself", is_off_record=True)
    open_meeting(Month(2026, 10), by=world.alice)
    close_meeting(open_meeting(Month(2026, 9), by=world.alice), teams=[])


EVERYBODY = {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 302}
THOSE_NAMED = {"alice": 200, "bob": 200, "charlie": 404, "anonymous": 302}
CHAIRS = {"alice": 403, "bob": 403, "charlie": 403, "admin": 200, "anonymous": 302}
PDF = EVERYBODY if can_make_pdf() else {**dict.fromkeys(EVERYBODY, 503), "anonymous": 302}
POSTED = {"alice": 405, "bob": 405, "charlie": 405, "anonymous": 302}

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
    ("reviews:measures_csv", lambda world: {"chosen": Month(2026, 10)}, EVERYBODY),
    ("reviews:month_markdown", lambda world: {"chosen": Month(2026, 10)}, EVERYBODY),
    ("reviews:month_pdf", lambda world: {"chosen": Month(2026, 10)}, PDF),
    ("reviews:minutes_pdf", lambda world: {"chosen": Month(2026, 9)}, PDF),
    ("reviews:still_true", lambda world: {"number": world.more["published"].number}, THOSE_NAMED),
    ("reviews:feed", None, EVERYBODY),
    ("reviews:change_feed", None, POSTED),
    ("reviews:remove_feed", None, POSTED),
    ("reviews:months_feed", lambda world: {"secret": world.more["feed secret"]}, PUBLIC),
    ("reviews:lessons", None, EVERYBODY),
    ("reviews:tell_lesson", lambda world: {"number": world.incident.number}, THOSE_NAMED),
    ("reviews:take_lesson_up", lambda world: {"pk": world.more["lesson"].pk}, THOSE_NAMED),
    ("reviews:decline_lesson", lambda world: {"pk": world.more["lesson"].pk}, THOSE_NAMED),
    ("reviews:meeting", lambda world: {"chosen": Month(2026, 10)}, EVERYBODY),
    ("reviews:meeting_now", lambda world: {"chosen": Month(2026, 10)}, EVERYBODY),
    ("reviews:minutes", lambda world: {"chosen": Month(2026, 9)}, EVERYBODY),
    ("reviews:open_meeting", lambda world: {"chosen": Month(2026, 8)}, CHAIRS),
    ("reviews:offer_story", lambda world: {"chosen": Month(2026, 10)}, CHAIRS),
    ("reviews:plan_meeting", lambda world: {"chosen": Month(2026, 10)}, CHAIRS),
    (
        "reviews:told_in_meeting",
        lambda world: {"chosen": Month(2026, 10), "number": world.incident.number},
        THOSE_NAMED,
    ),
    ("reviews:close_meeting", lambda world: {"chosen": Month(2026, 10)}, CHAIRS),
    *(
        (f"reviews:{name}", lambda world: {"chosen": Month(2026, 10)}, POSTED)
        for name in ("withdraw_story", "take_off_record", "show_topic", "give_time", "say_present", "tell_in_meeting")
    ),
    (
        "reviews:settle_in_meeting",
        lambda world: {"chosen": Month(2026, 10), "number": world.action.number, "verb": "decline"},
        POSTED,
    ),
    ("reviews:circles", None, CHAIRS),
    ("reviews:new_circle", None, CHAIRS),
    ("reviews:reading_policy", None, CHAIRS),
    ("reviews:note_reading", lambda world: {"number": world.incident.number}, POSTED),
    ("reviews:edit_circle", lambda world: {"slug": "finders"}, CHAIRS),
]
