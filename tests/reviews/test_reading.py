"""Which teams have read: noted without a person or a time, and only where everybody is told."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.models import AuditEntry
from reviews.figures import forget_kept
from reviews.measures import State
from reviews.models import ReadingPolicy, TeamReading
from reviews.months import Month
from reviews.panels import load_month_note
from reviews.queries import month_page
from reviews.services import change_reading_policy, close_month, note_reading
from tests.factories import make_incident, make_team, make_user
from tests.postmortems.make import make_published
from tests.reviews.test_measures import taken
from tests.reviews.test_month import FIRST_MONDAY, OCTOBER, TODAY, at, measure, publish

pytestmark = pytest.mark.django_db
AUGUST = datetime(2026, 8, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noted_since_august():
    forget_kept()
    ReadingPolicy.objects.update_or_create(pk=1, defaults={"noted_since": AUGUST})


def test_a_team_that_reads_twice_has_read_once_a_month():
    alice, bob = make_user("Alice"), make_user("Bob")
    make_team("Search", members=[alice, bob])
    document = publish(make_incident(began_at=at(3)))
    for person, moment in ((alice, at(21)), (alice, at(22)), (bob, at(23)), (bob, datetime(2026, 11, 1, tzinfo=UTC))):
        note_reading(document, by=person, at=moment)
    assert [row.first_day for row in TeamReading.objects.order_by("first_day")] == [
        date(2026, 10, 1),
        date(2026, 11, 1),
    ]


def test_no_person_and_no_time_is_kept():
    kept = {field.name for field in TeamReading._meta.get_fields()}
    assert kept == {"id", "postmortem", "team", "first_day"}


def test_who_has_no_team_adds_nothing_nor_does_a_draft_or_a_switch_that_is_off():
    alice, loner = make_user("Alice"), make_user()
    make_team(members=[alice])
    make_team(members=[alice], is_active=False)
    document = publish(make_incident(began_at=at(3)))
    draft = publish(make_incident(began_at=at(4)))
    draft.status, draft.published_at = "in_review", None
    draft.save()
    assert note_reading(document, by=loner) == 0
    assert note_reading(draft, by=alice) == 0
    change_reading_policy(by=alice, is_noted=False)
    assert note_reading(document, by=alice) == 0
    assert not TeamReading.objects.exists()
    change_reading_policy(by=alice, is_noted=True)
    assert note_reading(document, by=alice) == 1


@pytest.mark.parametrize(
    ("facts", "name"), [({}, "team_reading_once"), ({"first_day": date(2026, 10, 2)}, "team_reading_of_a_month")]
)
def test_a_reading_is_kept_once_and_of_a_month(facts, name):
    document, team = publish(make_incident(began_at=at(3))), make_team()
    row = {"postmortem": document, "team": team, "first_day": OCTOBER.first_day}
    TeamReading.objects.create(**row)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        TeamReading.objects.create(**row | facts)


def test_there_is_one_policy():
    with pytest.raises(IntegrityError, match="reading_policy_one_row"), transaction.atomic():
        ReadingPolicy.objects.create(pk=2)


def test_the_measure_says_how_far_documents_travel():
    own, search, checkout = (make_team(name, members=[make_user()]) for name in ("Own", "Search", "Checkout"))
    far, near = (publish(make_incident(began_at=at(3), teams=[own])) for _ in range(2))
    publish(make_incident(began_at=at(4), teams=[own]))  # nobody reads it
    for document, team in ((far, own), (far, search), (far, checkout), (near, own)):
        TeamReading.objects.create(postmortem=document, team=team, first_day=OCTOBER.first_day)
    TeamReading.objects.create(postmortem=near, team=search, first_day=date(2026, 11, 1))  # of another month
    reading, elsewhere = taken("reading_teams"), taken("read_elsewhere")
    assert (reading.numerator, reading.denominator, reading.words) == (4, 3, "1.3 for each")
    assert elsewhere.words == "1 of 3"
    hidden = [far.lead_incident_id]
    assert (taken("reading_teams", hidden=hidden).words, taken("read_elsewhere", hidden=hidden).words) == (
        "0.5 for each",
        "0 of 2",
    )


def test_a_month_in_which_nothing_was_noted_is_not_told_as_if_nobody_read():
    alice = make_user()
    publish(make_incident(began_at=at(3)))
    assert measure(month_page(alice, OCTOBER, today=TODAY), "reading_teams").words == "none for 1 post-mortem"
    assert measure(month_page(alice, Month(2026, 7), today=TODAY), "reading_teams").state == State.NOT_KEPT
    change_reading_policy(by=alice, is_noted=False)
    assert measure(month_page(alice, OCTOBER, today=TODAY), "reading_teams").state == State.NOT_KEPT
    close_month(OCTOBER, at=FIRST_MONDAY)
    change_reading_policy(by=alice, is_noted=True, at=AUGUST)
    assert measure(month_page(alice, OCTOBER, today=TODAY), "reading_teams").state == State.NOT_KEPT


def test_a_page_leaves_its_note_and_says_so(client):
    alice, bob = make_user("Alice"), make_user("Bob")
    make_team("Search", members=[alice])
    secret = publish(make_incident(began_at=at(3), by=alice, is_restricted=True))
    number = secret.lead_incident.number
    client.force_login(bob)
    assert client.post(reverse("reviews:note_reading", args=[number])).status_code == 404
    client.force_login(alice)
    assert client.post(reverse("reviews:note_reading", args=[number])).status_code == 204
    assert TeamReading.objects.get().team.name == "Search"


def test_a_published_page_tells_its_readers_what_is_noted(client):
    alice, bob = make_user("Alice"), make_user("Bob")
    make_team("Search", members=[alice])
    make_team("Checkout", members=[alice])
    number = make_published(by=alice).lead_incident.number
    address, note = reverse("postmortems:detail", args=[number]), reverse("reviews:note_reading", args=[number])
    client.force_login(alice)
    body = client.get(address).content.decode()
    assert note in body
    assert "it is noted once a month that Checkout and Search read it: no person, no time." in body
    change_reading_policy(by=alice, is_noted=False)
    assert note not in client.get(address).content.decode()
    change_reading_policy(by=alice, is_noted=True)
    client.force_login(bob)  # of no team
    assert note not in client.get(address).content.decode()


def test_switching_is_for_administrators_and_is_written_down(client):
    client.force_login(make_user(is_administrator=True))
    address = reverse("reviews:reading_policy")
    assert "checked" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 303
    assert ReadingPolicy.objects.get().noted_since is None
    assert AuditEntry.objects.get().details == {"which teams read": "not noted"}
    client.post(address, {})
    assert AuditEntry.objects.count() == 1


def test_a_published_page_says_on_which_months_page_it_stands(client):
    alice = make_user("Alice")
    document = make_published(by=alice)
    assert document.published_at is not None
    month = Month.of(document.published_at.date())
    address = reverse("reviews:past_month", args=[month])
    client.force_login(alice)
    page = client.get(reverse("postmortems:detail", args=[document.lead_incident.number])).text
    assert f'page of <a href="{address}">{month.words}</a>' in page
    document.is_imported = True
    assert load_month_note(alice, document) is None
