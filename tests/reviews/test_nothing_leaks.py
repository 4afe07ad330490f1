"""What is restricted changes nothing that people outside it are shown, not a letter and not a number.

All they can reach of a month is read before and after there is something of everything that is hidden from them.
"""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from actions.models import ActionEvent, HandOver
from incidents.models import Incident
from incidents.repeats.services import confirm_repeat
from notifications.composing import Composed, compose
from notifications.models import Message
from people.models import Team, User
from postmortems.factors.models import PostmortemFactor
from postmortems.models import Postmortem, Review
from reviews.feeds import feed_of_months
from reviews.figures import forget_kept
from reviews.models import Circle, ReadingPolicy, ReviewFeed, TeamReading
from reviews.paper import on_paper
from reviews.queries import minutes_for, month_page
from reviews.services import (
    change_feed_address,
    close_last_month,
    close_meeting,
    open_meeting,
    send_digest,
    tell_lesson,
)
from reviews.topics import ORDER
from tests.factories import make_action, make_incident, make_service, make_team, make_user
from tests.reviews.test_month import FIRST_MONDAY, OCTOBER, TODAY, at, publish
from tests.reviews.test_shared_factors import condition, put_down

pytestmark = pytest.mark.django_db
A_YEAR_AGO = at(9).replace(year=2025)
VARIES = re.compile(
    r'csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|urn:uuid:[0-9a-f-]+|http://\S*/unsubscribe/[^\s"<]+'
)


class Month:
    """An October of two teams in which everything happened once that a review tells of."""

    def __init__(self) -> None:
        self.alice, self.charlie = make_user("Alice", is_facilitator=True), make_user("Charlie", is_facilitator=True)
        User.objects.update(date_joined=at(1, 9))
        self.search, self.gate = make_team("Search", members=[self.charlie]), make_team("Gate")
        Circle.objects.create(name="Finders", slug="finders").teams.set([self.search, self.gate])
        ReadingPolicy.objects.update_or_create(pk=1, defaults={"noted_since": at(1, 1)})
        self.service = make_service("Index", team=self.search)
        self.shared, self.lone = condition("Keys are handed round by hand"), condition("Nobody looks at the vault")
        self.near_miss: Incident | None = None
        self.happen("", {})

    def happen(self, mark: str, facts: dict[str, Any]) -> None:
        """Let one of everything happen; `facts` may hide it."""
        team = self.search if not mark else self.gate
        told: dict[str, Any] = {"services": [self.service], "teams": [team], "by": self.alice} | facts
        old = make_incident(f"Then{mark}", severity=2, began_at=A_YEAR_AGO, **told)
        publish(old, published_at=A_YEAR_AGO + timedelta(days=3))
        lead = put_down(self.shared, f"Came out{mark}", team, on=at(6), by=self.alice, **facts)
        other = put_down(self.shared, f"Before{mark}", self.gate, on=at(6, 9), by=self.alice, **facts)
        lead.lead_incident.services.set([self.service])
        impossible = make_incident(f"Published before it began{mark}", severity=1, began_at=at(25), **told)
        publish(impossible, day=20, review_asked_at=at(21))
        writing = make_incident(f"Being written{mark}", severity=2, began_at=at(5), **told)
        Postmortem.objects.create(
            lead_incident=writing, created_by=self.alice, created_at=at(7), facilitator=self.charlie
        )
        told_in = make_incident(f"In review{mark}", severity=2, began_at=at(5), **told)
        in_review = Postmortem.objects.create(
            lead_incident=told_in, created_by=self.alice, created_at=at(8), status="in_review", review_asked_at=at(9)
        )
        Review.objects.create(postmortem=in_review, reviewer=self.charlie, asked_by=self.alice, asked_at=at(9))
        make_incident(f"Not begun{mark}", severity=1, began_at=at(2), **told)
        for day in (3, 4, 5, 6):
            make_incident(f"Slow{mark} {day}", severity=4, kind="degradation", began_at=at(day), **told)
            make_incident(f"Almost{mark} {day}", kind="near_miss", began_at=at(day), **told)
        incident = lead.lead_incident
        confirm_repeat(incident, of=other.lead_incident, by=self.alice, at=at(8))
        TeamReading.objects.create(postmortem=lead, team=self.gate, first_day=OCTOBER.first_day)
        tell_lesson(incident, text=f"A queue wants a bound{mark}", concerns=[], by=self.alice, at=at(9))
        self.act(incident, mark)

    def act(self, incident: Incident, mark: str) -> None:
        facts: dict[str, Any] = {"owner": self.alice, "due_on": date(2026, 10, 9), "committed_at": at(2), "gated": True}
        held = {
            "verified_at": at(9),
            "verification": "It fired.",
            "settled_at": at(8),
            "status": "done",
            "kind": "detect",
        }
        failed = make_action(incident, f"Failed{mark}", **facts)
        done = make_action(incident, f"Held{mark}", **facts | held)
        make_action(incident, f"Done{mark}", **facts | {"status": "done", "settled_at": at(7), "kind": "prevent"})
        make_action(
            incident, f"Declined{mark}", **facts | {"status": "wont_do", "settled_at": at(8), "reasoning": "Gone."}
        )
        make_action(
            incident, f"Orphan{mark}", **facts | {"owner": make_user(is_active=False), "due_on": date(2999, 1, 1)}
        )
        make_action(incident, f"Quiet{mark}", **facts | {"moved_at": at(1, 1), "due_on": date(2999, 1, 1)})
        make_action(incident, f"Waits for Charlie{mark}", **facts | {"owner": self.charlie})
        asked = held | {"owner": self.charlie, "verified_at": None, "verification": "", "verify_on": date(2026, 10, 20)}
        make_action(incident, f"Asked of Charlie{mark}", **facts | asked)
        offered = make_action(incident, f"Offered to Charlie{mark}", **facts)
        HandOver.objects.create(action=offered, owner=self.alice, by=self.alice, to=self.charlie, offered_at=at(9))
        for action, kind, details in ((done, "verified", {}), (failed, "reopened", {"did_not_hold": True})):
            ActionEvent.objects.create(action=action, kind=kind, at=at(9), reason="Looked", details=details)

    def hide(self) -> None:
        """Let it all happen again where Charlie may not look, and let it touch what everybody may see."""
        told = Incident.objects.get(title="Came out")
        self.happen(" in secret", {"is_restricted": True})
        secret, other = Incident.objects.get(title="Came out in secret"), Incident.objects.get(title="Slow in secret 3")
        confirm_repeat(secret, of=Incident.objects.get(title="Not begun"), by=self.alice, at=at(9))
        confirm_repeat(Incident.objects.get(title="Slow 3"), of=other, by=self.alice, at=at(9))
        for incident in (told, secret):
            document = incident.postmortem
            PostmortemFactor.objects.create(postmortem=document, factor=self.lone, position=9, added_by=self.alice)


@pytest.fixture
def october():
    forget_kept()
    return Month()


MEASURES_READ = ("documented", "days_to_publication", "held", "repeats", "stale")
TOPICS_READ = [topic for topic in ORDER if topic not in {"agreement", "story", "read"}]


def read(person: User) -> dict[str, str]:
    """What a person can ask for of the month, by its address; what differs each time is taken out."""
    client = Client()
    client.force_login(person)
    names = ("past_month", "month_markdown", "measures_csv", "meeting_now", "plan_meeting", "minutes")
    addresses = [reverse(f"reviews:{name}", args=[OCTOBER]) for name in names]
    meeting = reverse("reviews:meeting", args=[OCTOBER])
    addresses += [f"{address}?circle=finders" for address in addresses[:3]]
    addresses += [f"{meeting}?topic={topic}" for topic in TOPICS_READ]
    measures = [reverse("reviews:measure", args=[OCTOBER, key]) for key in MEASURES_READ]
    addresses += [*measures, *(f"{address}?circle=finders" for address in measures)]
    addresses += [
        reverse("reviews:past_month", args=[OCTOBER.next]),
        reverse("reviews:lessons"),
        f"{reverse('reviews:minutes', args=[OCTOBER])}?format=markdown",
    ]
    bodies = {}
    for address in addresses:
        answer = client.get(address)
        bodies[address] = f"{answer.status_code} {answer.get('Location', '')} {answer.getvalue().decode()}"
    page = month_page(person, OCTOBER, today=TODAY)
    bodies["pdf"] = render_to_string("reviews/month_pdf.html", on_paper(page, None) | {"user": person})
    return {address: VARIES.sub("", body) for address, body in bodies.items()}


def read_what_was_kept(person: User) -> dict[str, str]:
    """The same once months and meetings are closed, with what is mailed and fed."""
    close_last_month(at=FIRST_MONDAY)
    chair = User.objects.get(display_name="Alice")
    meeting = close_meeting(open_meeting(OCTOBER, by=chair, at=at(1)), teams=[], at=FIRST_MONDAY)
    bodies = read(person)
    context = {"meeting": meeting, "minutes": minutes_for(person, meeting), "user": person}
    bodies["minutes pdf"] = render_to_string("reviews/minutes_pdf.html", context)
    send_digest(OCTOBER, at=FIRST_MONDAY)
    for message in Message.objects.filter(recipient=person):
        mail = compose(message)
        assert isinstance(mail, Composed)
        bodies[f"mail {message.kind} {mail.subject}"] = VARIES.sub("", f"{mail.text}{mail.html}{mail.pictures}")
    change_feed_address(person)
    feed = ReviewFeed.objects.get(person=person)
    bodies["feed"] = VARIES.sub("", feed_of_months(feed, address="").decode())
    return bodies


def undone(person: User) -> dict[str, str]:
    """Close, read, and undo it: what is closed can never be closed differently."""
    with transaction.atomic():
        bodies = read_what_was_kept(person)
        transaction.set_rollback(True)
    forget_kept()
    return bodies


def test_a_month_tells_a_stranger_the_same_whatever_is_hidden_from_them(october):
    open_meeting(OCTOBER, by=october.alice)
    before = read(october.charlie)
    own = read(october.alice)
    october.hide()
    after, owns = read(october.charlie), read(october.alice)
    assert [address for address in before if before[address] != after[address]] == []
    assert not [address for address, body in after.items() if "in secret" in body or "vault" in body]
    changed = [address for address in own if own[address] != owns[address]]
    assert len(changed) > len(own) / 2  # all of it was there to be told


def test_what_was_kept_tells_a_stranger_the_same_whatever_is_hidden_from_them(october):
    before = undone(october.charlie)
    own = undone(october.alice)
    october.hide()
    after, owns = undone(october.charlie), undone(october.alice)
    assert before.keys() == after.keys()
    assert len([name for name in before if name.startswith("mail")]) == 2  # the digest and the minutes
    assert [name for name in before if before[name] != after[name]] == []
    assert len([name for name in own if own[name] != owns[name]]) > len(own) / 3
    # what is mailed tells those named on it nothing either
    assert [name for name in own if own[name] != owns[name] and name.startswith(("mail", "feed"))] == []


def test_who_loses_access_afterwards_is_told_what_a_stranger_is(october):
    """A month that was closed with everything open shows, once some of it is restricted, nothing of that."""
    expected = undone(october.charlie)
    october.happen(" in secret", {})
    with transaction.atomic():
        close_last_month(at=FIRST_MONDAY)
        Incident.objects.filter(title__contains="in secret").update(is_restricted=True)
        forget_kept()
        found = read_what_was_kept(october.charlie)
        transaction.set_rollback(True)
    assert [name for name in expected if expected[name] != found[name]] == []
    assert Team.objects.count() == 2
