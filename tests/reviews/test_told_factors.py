"""What several teams met, beyond the agenda: in the digest, the feed, the minutes and on paper, and nothing hidden told."""

import pytest
from django.db.models import Value
from django.db.models.functions import Concat
from django.template.loader import render_to_string
from django.urls import reverse

from incidents.models import Incident
from notifications.composing import Composed, compose
from notifications.models import Message
from people.models import Team
from postmortems.factors.models import Factor
from reviews.feeds import feed_of_months
from reviews.figures import forget_kept
from reviews.minutes import Minutes, as_markdown, write_minutes
from reviews.models import Circle, ReviewFeed
from reviews.paper import on_paper
from reviews.queries import minutes_for, month_page
from reviews.services import change_feed_address, close_meeting, close_month, open_meeting, send_digest
from tests.factories import make_team, make_user
from tests.reviews.test_closed_months import digest_of
from tests.reviews.test_month import FIRST_MONDAY, OCTOBER, TODAY, at
from tests.reviews.test_shared_factors import CONDITION, condition, put_down

pytestmark = pytest.mark.django_db
SECRET_CONDITION = "The vault answers everybody"
SECRETS = (SECRET_CONDITION, "Vault", "Key in a log", "Shadow of a key")


@pytest.fixture
def month_of_three_teams():
    """A condition of two teams that everybody may read of, one that is shared through a restricted document alone."""
    alice, charlie = make_user("Alice", is_facilitator=True, date_joined=at(1, 9)), make_user("Charlie")
    search, gate, vault = make_team("Search"), make_team("Gate"), make_team("Vault", members=[charlie])
    shared, secret = condition(), condition(SECRET_CONDITION)
    put_down(shared, "Now", search, on=at(6))
    put_down(shared, "Then", gate, on=at(5, 9))
    put_down(shared, "Key in a log", vault, on=at(7), by=alice, is_restricted=True)
    put_down(secret, "Slow", search, on=at(8))
    put_down(secret, "Shadow of a key", vault, on=at(9), by=alice, is_restricted=True)
    forget_kept()
    close_month(OCTOBER, at=FIRST_MONDAY)
    return alice, charlie


def test_what_several_teams_met_is_mailed_and_fed_without_anything_restricted(month_of_three_teams):
    send_digest(OCTOBER, at=FIRST_MONDAY)
    for person in month_of_three_teams:
        _, text, html = digest_of(person)
        change_feed_address(person)
        entry = feed_of_months(ReviewFeed.objects.get(person=person), address="").decode()
        for body in (text, html, entry):
            assert body.count("Met by several teams") == 1
            assert body.count(CONDITION) == 1
            assert "Gate, Search" in body
            for secret in (SECRET_CONDITION, "Key in a log", "Shadow of a key", "Gate, Search, Vault"):
                assert secret not in body


def test_a_condition_is_told_once_by_the_nearest_circle(month_of_three_teams):
    _, charlie = month_of_three_teams
    search = Team.objects.get(name="Search")
    search.memberships.create(user=charlie)
    circle = Circle.objects.create(name="Finders", slug="finders")
    circle.teams.set(Team.objects.filter(name__in=["Search", "Gate"]))
    send_digest(OCTOBER, at=FIRST_MONDAY)
    text = digest_of(charlie)[1]
    assert text.count(CONDITION) == 1
    assert text.index("Finders") < text.index(CONDITION) < text.index("== Everybody")


def test_minutes_and_paper_tell_of_it_as_far_as_their_reader_may_see(client, month_of_three_teams):
    alice, charlie = month_of_three_teams
    meeting = close_meeting(open_meeting(OCTOBER, by=alice), teams=[], at=FIRST_MONDAY)
    for person, sees in ((alice, True), (charlie, False)):
        client.force_login(person)
        address = reverse("reviews:minutes", args=[OCTOBER])
        minutes = minutes_for(person, meeting)
        page = month_page(person, OCTOBER, today=TODAY)
        bodies = [
            client.get(address).content.decode(),
            client.get(address, {"format": "markdown"}).content.decode(),
            render_to_string("reviews/minutes_pdf.html", {"meeting": meeting, "minutes": minutes, "user": person}),
            render_to_string("reviews/month_pdf.html", on_paper(page, None) | {"user": person}),
        ]
        for body in bodies:
            assert "Met by several teams" in body
            assert CONDITION in body
            assert (SECRET_CONDITION in body, "Gate, Search, Vault" in body) == (sees, sees)
    for message in Message.objects.filter(kind="minutes"):  # what is mailed tells nobody of what is restricted
        mail = compose(message)
        assert isinstance(mail, Composed)
        for body in (mail.text, mail.html):
            assert CONDITION in body
            assert not [secret for secret in SECRETS if secret in body]


def test_minutes_keep_the_condition_as_it_was_and_lose_what_is_restricted_since(month_of_three_teams):
    _, charlie = month_of_three_teams
    meeting = close_meeting(open_meeting(OCTOBER, by=charlie), teams=[], at=FIRST_MONDAY)
    Factor.objects.update(text="Reworded since")
    Team.objects.update(name=Concat("name", Value(" of old")))
    minutes = minutes_for(charlie, meeting)
    assert minutes is not None
    assert [(one.condition, one.teams) for one in minutes.factors] == [(CONDITION, ("Gate", "Search"))]
    Incident.objects.filter(title="Then").update(is_restricted=True)
    minutes = minutes_for(charlie, meeting)
    assert minutes is not None
    assert minutes.factors == ()


def test_minutes_written_before_there_were_conditions_are_read(month_of_three_teams):
    alice, _ = month_of_three_teams
    written = write_minutes(open_meeting(OCTOBER, by=alice), at=FIRST_MONDAY).as_json()
    del written["factors"]
    assert Minutes.from_json(written).factors == ()
    assert "Met by several teams" not in as_markdown(Minutes.from_json(written), title="Then")
