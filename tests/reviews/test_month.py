"""The month's page and its digest: what they show, to whom, at what cost."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from notifications.composing import Composed, Skip, compose
from notifications.models import Message
from postmortems.models import Postmortem
from reviews.figures import forget_kept
from reviews.months import Month
from reviews.paper import on_paper
from reviews.queries import month_page
from reviews.services import month_for_digest, send_digest
from tests.factories import make_action, make_incident, make_team, make_user

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
TODAY = date(2026, 11, 3)
FIRST_MONDAY = datetime(2026, 11, 2, 6, tzinfo=UTC)


def at(day, month=10):
    return datetime(2026, month, day, 12, tzinfo=UTC)


def publish(incident, *, day=20, **facts):
    """A published document, as its rows stand afterwards."""
    incident.actions_gated = True
    incident.save(update_fields=["actions_gated"])
    facts.setdefault("published_at", at(day))
    return Postmortem.objects.create(
        lead_incident=incident,
        gated=True,
        status="published",
        created_by=incident.recorded_by,
        **facts,
    )


def measure(page, key):
    return next(told.measure for told in page.facts.measures if told.measure.key == key)


def pile(page):
    return {measure.key: measure.numerator for measure in page.facts.pile}


def titles(rows):
    return [row.title for row in rows]


def test_a_month_shows_what_happened_in_it():
    alice = make_user("Alice")
    incident = make_incident("Checkout fails", severity=1, began_at=at(3), by=alice)
    publish(incident)
    make_incident("Another outage", severity=2, began_at=at(4))
    near = make_incident("Almost lost the index", kind="near_miss", began_at=at(5))
    make_incident("Of another month", kind="near_miss", began_at=datetime(2026, 9, 30, 23, 59, tzinfo=UTC))
    late = make_action(incident, owner=alice, due_on=date(2026, 10, 20))
    page = month_page(alice, OCTOBER, today=TODAY)
    assert titles(page.facts.listing.published) == [incident.title]
    assert titles(page.facts.listing.near_misses) == [near.title]
    assert page.waiting.past == [late]
    assert page.facts.pile == []  # nobody wrote down how it stood at the end of October
    assert pile(month_page(alice, Month.of(TODAY), today=TODAY))["past"] == 1
    documented = measure(page, "documented")
    assert (documented.numerator, documented.denominator) == (1, 2)
    assert (measure(page, "near_misses").numerator, measure(page, "near_misses").denominator) == (1, 2)
    assert measure(page, "days_to_publication").value == 17


def test_what_is_measured_of_the_months_incidents_says_so_beside_what_came_out_in_it(client: Client) -> None:
    client.force_login(make_user())
    body = client.get(reverse("reviews:past_month", args=[OCTOBER])).content.decode()
    figure = body[body.index("Incidents with a post-mortem") :][:900]
    assert "nothing to count" in figure
    assert "no incidents of the month that ask for one" in figure


def test_imports_are_counted_in_no_measure_of_writing():
    alice = make_user("Alice")
    incident = make_incident(severity=1, began_at=at(3), is_imported=True)
    publish(incident, is_imported=True)
    page = month_page(alice, OCTOBER, today=TODAY)
    assert page.facts.listing.published == ()
    assert measure(page, "documented").denominator == 0


def test_a_restricted_incident_is_in_no_list_and_no_count_of_a_stranger():
    alice, charlie = make_user("Alice"), make_user("Charlie")
    secret = make_incident("Key in a log", severity=1, kind="near_miss", began_at=at(3), by=alice, is_restricted=True)
    publish(secret)
    make_action(secret, owner=alice, due_on=date(2026, 10, 20))
    hers, his = (month_page(person, OCTOBER, today=date(2026, 10, 30)) for person in (alice, charlie))
    assert (len(hers.facts.listing.published), len(hers.facts.listing.near_misses)) == (1, 1)
    assert pile(hers)["past"] == 1
    assert (his.facts.listing.published, his.facts.listing.near_misses, his.waiting.past) == ((), (), [])
    assert set(pile(his).values()) == {0}
    assert all(not told.measure.denominator for told in his.facts.measures)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_whatever_the_month_held(client, rows, django_assert_num_queries):
    alice = make_user("Alice")
    for day in range(1, rows + 1):
        incident = make_incident(severity=1, began_at=at(day))
        publish(incident)
        make_incident(kind="near_miss", began_at=at(day))
        make_action(incident, owner=alice, due_on=date(2020, 1, day))
    client.force_login(alice)
    forget_kept()  # or what other tests asked would decide
    with django_assert_num_queries(30):
        client.get(reverse("reviews:past_month", args=[OCTOBER]))


def test_the_digest_is_owed_once_to_everybody_who_wants_it():
    wants, other = make_user(), make_user(wants_digest=False)
    make_user(is_active=False)
    assert send_digest(OCTOBER, at=FIRST_MONDAY) == 1
    send_digest(OCTOBER, at=FIRST_MONDAY)
    assert [message.recipient for message in Message.objects.all()] == [wants]
    assert not Message.objects.to_person(other).exists()


def test_the_digest_says_what_its_reader_may_see_and_no_restricted_title():
    alice, charlie = make_user("Alice"), make_user("Charlie")
    publish(make_incident("Checkout fails", severity=1, began_at=at(3), by=alice))
    publish(make_incident("Key in a log", severity=1, began_at=at(4), by=alice, is_restricted=True))
    send_digest(OCTOBER, at=FIRST_MONDAY)
    for person in (alice, charlie):
        mail = compose(Message.objects.get(recipient=person))
        assert isinstance(mail, Composed)
        assert mail.subject == "What we learned in October 2026"
        for body in (mail.text, mail.html):
            assert "Checkout fails" in body
            assert "Key in a log" not in body


def test_the_digest_can_be_turned_down_with_one_click(client):
    alice = make_user()
    send_digest(OCTOBER, at=FIRST_MONDAY)
    mail = compose(Message.objects.get())
    assert isinstance(mail, Composed)
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail.headers["List-Unsubscribe"].strip("<>")
    assert link in mail.text

    client.post(link.removeprefix("http://127.0.0.1:8000"), {"List-Unsubscribe": "One-Click"})

    alice.refresh_from_db()
    assert alice.wants_digest is False


def test_whoever_switched_the_digest_off_meanwhile_gets_none():
    alice = make_user()
    send_digest(OCTOBER, at=FIRST_MONDAY)
    alice.wants_digest = False
    alice.save()
    assert isinstance(compose(Message.objects.get()), Skip)


def test_the_digest_of_a_new_month_is_of_the_one_before():
    assert month_for_digest(at=datetime(2026, 11, 1, 6, tzinfo=UTC)) == OCTOBER


def test_the_command_owes_it_and_refuses_what_is_no_month(capsys):
    make_user(date_joined=at(30))
    call_command("build_digest", "2026-10")
    assert "October 2026 is owed to 1 people" in capsys.readouterr().out
    with pytest.raises(CommandError, match="not a month"):
        call_command("build_digest", "October")


def test_a_month_that_is_none_is_no_page(client):
    client.force_login(make_user())
    assert client.get("/monthly-review/2026-13/").status_code == 404


def test_a_month_of_many_documents_shows_forty_and_leads_to_the_rest(client):
    alice = make_user("Alice")
    for _ in range(42):
        publish(make_incident(by=alice, began_at=at(3)))
    client.force_login(alice)
    body = client.get(reverse("reviews:past_month", args=[OCTOBER])).content.decode()
    assert "All of them are in the list of post-mortems" in body
    assert body.count("/post-mortems/INC-") == 40


def test_no_digest_is_owed_of_a_month_before_the_first_one_came():
    make_user(date_joined=at(1, month=11))
    with pytest.raises(CommandError, match="Nobody was here yet in October 2026"):
        call_command("build_digest", "2026-10")
    assert not Message.objects.exists()


@pytest.mark.parametrize("day", ["past", "ahead"])
def test_nobody_is_listed_for_being_late(client, day):
    """The page, its paper and its Markdown name the team an action waits with, and no person."""
    owner, gone, team = make_user("Owen Overdue"), make_user("Lea Left", is_active=False), make_team("Gatekeepers")
    due_on = date(2020, 1, 1) if day == "past" else date(2999, 1, 1)
    for person in (owner, gone):
        make_action(make_incident(began_at=at(3)), owner=person, team=team, due_on=due_on, moved_at=at(1, 1))
    reader = make_user("Alice")
    client.force_login(reader)
    page = month_page(reader, OCTOBER, today=TODAY)
    assert len([*page.waiting]) == 2
    bodies = [
        client.get(reverse(f"reviews:{name}", args=[OCTOBER])).content.decode()
        for name in ("past_month", "month_markdown")
    ]
    bodies.append(render_to_string("reviews/month_pdf.html", on_paper(page, None) | {"user": reader}))
    for body in bodies:
        assert "Owen Overdue" not in body
        assert "Lea Left" not in body
        assert body.count("Gatekeepers") == 2
        assert "whoever had it has left" in body
