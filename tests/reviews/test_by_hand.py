"""One October worked out by hand, in which every measure has something to tell.

Three post-mortems came out: A in time, B late, and one of an incident of which nobody knows when it began. C asks for one
and has none, D is a repeat, E was one until that was withdrawn, and a near miss was told.
"""

from datetime import date
from typing import Any

import pytest

from actions.services import reopen_action
from incidents.repeats.services import confirm_repeat, withdraw_repeat
from reviews.measures import DEFINITIONS
from reviews.models import ReadingPolicy, TeamReading
from tests.factories import make_action, make_incident, make_severity, make_team, make_user
from tests.reviews.test_measures import taken
from tests.reviews.test_month import OCTOBER, at, publish

pytestmark = pytest.mark.django_db

BY_HAND = {
    "completion": "3 of 4",  # the reopened one is not done; what won't be done is left out
    "on_time": "1 of 3",  # one on its day before, one three days after, one open; the fourth is not due yet
    "documented": "2 of 3",  # A and B of A, B, C
    "days_to_draft": "7 days",  # 4 and 10
    "drafted_in_time": "1 of 2",  # two working days and six, of three
    "days_to_publication": "14 days",  # 8 and 20
    "published_in_time": "1 of 2",  # six working days and fourteen, of nine
    "held": "0.7 for each",  # 2 of 3
    "held_prevent": "1",
    "held_detect": "1",
    "held_mitigate": "0",
    "held_recover": "0",
    "held_waiting": "1",
    "repeats": "1 of 6",
    "near_misses": "0.2 for each",  # 1 for 6
    "reading_teams": "0.7 for each",  # two teams, three post-mortems
    "read_elsewhere": "1 of 3",
    "open_month": "0",
    "open_quarter": "1",  # committed 32 days ago
    "open_half": "0",
    "open_longer": "0",
    "past": "1",
    "stale": "1",
    "unowned": "0",
}


@pytest.fixture
def _october() -> None:
    severity, alice = make_severity(2, draft_within=3, publish_within=9), make_user("Alice")
    search, gate = make_team("Search"), make_team("Gate")
    ReadingPolicy.objects.update_or_create(pk=1, defaults={"noted_since": at(1, 9)})
    a, b, _ = (make_incident(severity=severity, began_at=at(day), teams=[search]) for day in (1, 2, 6))
    publish(b, day=22, review_asked_at=at(12))
    read = publish(a, day=9, review_asked_at=at(5))
    publish(make_incident(severity=4, recorded_at=at(10)), day=12, review_asked_at=at(11))
    for team in (search, gate):
        TeamReading.objects.create(postmortem=read, team=team, first_day=OCTOBER.first_day)
    again, not_again = (make_incident(severity=4, began_at=at(day)) for day in (7, 8))
    confirm_repeat(again, of=a, by=alice, at=at(9))
    withdraw_repeat(confirm_repeat(not_again, of=a, by=alice, at=at(9)), by=alice, because="Another limit.")
    make_incident(kind="near_miss", began_at=at(9))
    facts: dict[str, Any] = {"owner": alice, "committed_at": at(2), "gated": True}
    held = facts | {"status": "done", "verified_at": at(20), "verification": "The alert fired."}
    make_action(a, kind="prevent", due_on=date(2026, 10, 9), settled_at=at(8), **held)
    make_action(a, kind="detect", due_on=date(2026, 10, 9), settled_at=at(12), **held)
    done = facts | {"status": "done", "settled_at": at(15)}
    make_action(a, kind="recover", due_on=date(2026, 12, 1), **done)
    reopened = make_action(a, kind="mitigate", due_on=date(2026, 10, 20), **done)
    reopen_action(reopened, by=alice, reason="It came back.", at=at(16))
    type(reopened).objects.filter(pk=reopened.pk).update(moved_at=at(2))
    make_action(a, due_on=date(2026, 10, 9), **facts | {"status": "wont_do", "settled_at": at(8), "reasoning": "Gone."})


@pytest.mark.usefixtures("_october")
@pytest.mark.parametrize("key", DEFINITIONS)
def test_a_month_worked_out_by_hand_tells_every_measure(key):
    assert taken(key).words == BY_HAND[key]
