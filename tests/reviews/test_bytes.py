"""The digest of a past month, byte for byte, whatever became of everything it tells of."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Value
from django.db.models.functions import Concat

from actions.models import Action, ActionEvent, HandOver
from incidents.models import Incident, Service, Severity
from incidents.permissions import incident_ids_hidden_from
from incidents.repeats.models import Repeat
from notifications.composing import Composed, compose
from notifications.models import Message
from people.models import Team, User
from postmortems.factors.models import Factor, PostmortemFactor
from postmortems.models import Postmortem, Review
from reviews.anniversary import remembered_kept, worth_asking
from reviews.digest import TEMPLATE
from reviews.facts import facts_kept
from reviews.feeds import feed_of_months
from reviews.figures import forget_kept
from reviews.listed import Listing
from reviews.models import Circle, ClosedMonth, Lesson, ReviewFeed
from reviews.services import change_feed_address, close_last_month, close_month, send_digest
from tests.factories import make_action, make_incident, make_user
from tests.reviews.test_closed_months import digest_of
from tests.reviews.test_month import FIRST_MONDAY, OCTOBER, at, publish
from tests.reviews.test_nothing_leaks import VARIES
from tests.reviews.test_nothing_leaks import Month as MonthOfEverything

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2026, 11, 12, tzinfo=UTC)
CALLED: tuple[tuple[Any, str], ...] = (
    *((Incident, "title"), (Action, "title"), (Service, "name"), (Severity, "name"), (Team, "name")),
    *((Factor, "text"), (Lesson, "text"), (Circle, "name"), (User, "display_name")),
)


def rendered(person: User) -> dict[str, Any]:
    """The digest as it is mailed, whole, with its pictures and version, and as it is fed.

    What is left out are secret links, which are made anew each time.
    """
    mail = compose(Message.objects.get(recipient=person, kind="digest"))
    assert isinstance(mail, Composed)
    feed = feed_of_months(ReviewFeed.objects.get(person=person), address="").decode()
    [entry] = [one for one in re.findall(r"<entry>.*?</entry>", feed, re.DOTALL) if "in October 2026" in one]
    bodies = {name: VARIES.sub("", body) for name, body in (("text", mail.text), ("html", mail.html), ("feed", entry))}
    return bodies | {"subject": mail.subject, "pictures": mail.pictures, "version": mail.headers["X-Digest-Template"]}


def change_everything() -> None:
    """Call everything something else, and change or take away the facts of that month and of later ones."""
    later = make_user("Somebody later")
    gone: tuple[Any, ...] = (
        HandOver,
        Review,
        Repeat,
        PostmortemFactor,
        ActionEvent,
        Incident.services.through,
        Incident.teams.through,
    )
    for model in gone:
        model.objects.all().delete()
    Incident.objects.filter(title__startswith="Almost").update(kind="degradation", severity=None)
    Postmortem.objects.filter(status="published").update(published_at=at(30, 9))
    done: dict[str, Any] = {"status": "done", "settled_at": at(30), "due_on": date(2027, 1, 1), "reasoning": ""}
    Action.objects.exclude(status="done").update(**done)
    Action.objects.update(owner=later, verify_on=None)
    Postmortem.objects.update(facilitator=later)
    publish(make_incident("Told later", severity=1, began_at=at(7)), day=21)
    publish(make_incident("Of November", severity=1, began_at=NOVEMBER), published_at=NOVEMBER)
    make_action(make_incident(began_at=NOVEMBER), committed_at=at(3), owner=make_user(), due_on=date(2026, 10, 4))
    charlie = User.objects.get(display_name="Charlie")
    make_action(make_incident(began_at=NOVEMBER), "Waits since", owner=charlie, due_on=date(2026, 10, 4))
    for model, field in CALLED:
        model._default_manager.update(**{field: Concat(field, Value(", renamed since"))})


def test_a_past_month_is_mailed_and_fed_in_the_same_bytes_whatever_became_of_it():
    forget_kept()
    person = MonthOfEverything().charlie
    change_feed_address(person)
    send_digest(OCTOBER, at=FIRST_MONDAY)
    before = rendered(person)
    assert before["version"] == str(TEMPLATE)
    waited = (
        "Offered to Charlie",
        "In review",
        "Waits for Charlie (planned for 9 Oct",
        "Asked of Charlie",
        "Being written",
    )
    for words in ("Came out", "Almost 6", "Keys are handed round by hand", "Then", "Finders", *waited):
        assert words in before["text"]

    Message.objects.all().delete()
    forget_kept()
    change_everything()
    close_month(OCTOBER.previous, at=datetime(2026, 11, 20, tzinfo=UTC))
    close_last_month(at=datetime(2026, 12, 1, 6, tzinfo=UTC))  # others are closed, and October not again
    assert ClosedMonth.objects.filter(circle=None).count() == 3
    call_command("build_digest", "2026-10")
    assert rendered(person) == before


@pytest.mark.parametrize("circle", [None, "Finders"])
def test_what_the_page_of_a_closed_month_says_of_it_is_the_same_whatever_became_of_it(circle):
    forget_kept()
    person = MonthOfEverything().charlie
    close_last_month(at=FIRST_MONDAY)
    closed = ClosedMonth.objects.get(circle=Circle.objects.filter(name=circle).first())

    def said() -> Any:
        hidden = incident_ids_hidden_from(person)
        return facts_kept(closed, hidden=hidden), worth_asking(remembered_kept(closed), hidden=hidden)

    before = said()
    assert before[0].listing.published
    assert before[1] is not None
    forget_kept()
    change_everything()
    close_month(OCTOBER.previous, circle=closed.circle, at=datetime(2026, 11, 20, tzinfo=UTC))
    assert said() == before


@pytest.mark.parametrize("circle", [None, "Finders"])
def test_what_more_is_hidden_takes_rows_away_and_never_adds_one(circle):
    forget_kept()
    MonthOfEverything()
    facts = close_month(OCTOBER, circle=Circle.objects.filter(name=circle).first(), at=FIRST_MONDAY).facts
    every = list(Incident.objects.order_by("pk").values_list("pk", flat=True))
    assert Listing.from_json(facts, hidden=every) == Listing()
    for last in range(len(every)):
        less, more = (Listing.from_json(facts, hidden=every[:n]) for n in (last + 1, last))
        for kind in Listing.__dataclass_fields__:
            assert rows_of(less, kind) <= rows_of(more, kind), (kind, last)


def rows_of(listing: Listing, kind: str) -> set[Any]:
    """What stands under one heading, row by row; of patterns and conditions each document by itself."""
    rows = getattr(listing, kind)
    if kind == "patterns":
        return {(one.service, one.words, row) for one in rows for row in one.alike}
    if kind == "factors":
        return {(one.condition, row) for one in rows for row in one.documents}
    return set(rows)


def test_the_digest_of_a_month_before_anything_was_kept_says_what_cannot_be_known():
    forget_kept()
    person = MonthOfEverything().charlie
    User.objects.update(date_joined=at(1, 9))
    send_digest(OCTOBER, at=datetime(2026, 12, 24, tzinfo=UTC))  # long after October: nobody saw its pile
    for body in digest_of(person)[1:]:
        assert body.count("How the pile of actions stood cannot be known: nobody wrote it down") == 1
    Message.objects.all().delete()
    send_digest(OCTOBER.next, at=datetime(2026, 12, 1, 6, tzinfo=UTC))
    assert "cannot be known" not in "".join(digest_of(person))
