"""The digest that each person gets: their circles first, then everybody; the same whatever happened since."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from notifications.models import Message
from reviews.figures import figures_kept
from reviews.models import Circle
from reviews.services import close_last_month, send_digest
from tests.factories import make_incident, make_team, make_user
from tests.reviews.test_closed_months import digest_of
from tests.reviews.test_month import FIRST_MONDAY, OCTOBER, at, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget_sums():
    figures_kept.cache_clear()  # rows of other tests had the same keys


@pytest.fixture
def alice():
    return make_user("Alice", date_joined=at(1, month=9))


def make_circle(name, *teams):
    circle = Circle.objects.create(name=name, slug=name.lower())
    circle.teams.set(teams)
    return circle


def a_month_of_two_circles(alice):
    search, checkout = make_team("Search", members=[alice]), make_team("Checkout")
    finders, sellers = make_circle("Finders", search), make_circle("Sellers", checkout)
    for day, title in ((3, "Index is stale"), (4, "Index is gone"), (5, "Suggestions repeat")):
        publish(make_incident(title, severity=2, began_at=at(day), teams=[search]))
    publish(make_incident("Checkout fails", severity=1, began_at=at(6), teams=[checkout]))
    make_incident("Almost lost the index", kind="near_miss", began_at=at(7), teams=[search])
    close_last_month(at=FIRST_MONDAY)
    return finders, sellers


def test_one_mail_tells_each_of_ones_circles_before_everybody(alice):
    a_month_of_two_circles(alice)
    send_digest(OCTOBER, at=FIRST_MONDAY)
    assert Message.objects.filter(recipient=alice).count() == 1
    for body in digest_of(alice)[1:]:
        finders, everybody = body.index("Finders"), body.index("Everybody")
        assert finders < body.index("Almost lost the index") < everybody < body.index("Checkout fails")
        assert "?circle=finders" in body
        assert "Sellers" not in body


def test_what_a_circle_has_told_is_not_told_again(alice):
    a_month_of_two_circles(alice)
    send_digest(OCTOBER, at=FIRST_MONDAY)
    text = digest_of(alice)[1]
    for title in ("Index is stale", "Index is gone", "Suggestions repeat", "Checkout fails", "Almost lost the index"):
        assert text.count(title) == 1


def test_who_belongs_to_no_circle_reads_the_whole_without_headings(alice):
    a_month_of_two_circles(make_user("Bob"))
    send_digest(OCTOBER, at=FIRST_MONDAY)
    text = digest_of(alice)[1]
    assert "Everybody" not in text
    assert "Checkout fails" in text


def test_a_circle_that_is_not_in_use_any_more_has_no_part(alice):
    finders, _ = a_month_of_two_circles(alice)
    finders.is_active = False
    finders.save(update_fields=["is_active"])
    send_digest(OCTOBER, at=FIRST_MONDAY)
    assert "Finders" not in digest_of(alice)[1]


def test_circles_and_teams_renamed_since_do_not_change_a_byte(alice):
    finders, _ = a_month_of_two_circles(alice)
    send_digest(OCTOBER, at=FIRST_MONDAY)
    before = digest_of(alice)
    assert "it concerns Search" in before[1]
    Message.objects.all().delete()
    figures_kept.cache_clear()
    finders.name = "Seekers"
    finders.save(update_fields=["name"])
    alice.teams.update(name="Retrieval")
    publish(make_incident("Told later", severity=1, began_at=at(9), teams=finders.teams.all()))
    send_digest(OCTOBER)
    assert digest_of(alice) == before


def test_a_restricted_incident_is_in_no_part(alice):
    finders, _ = a_month_of_two_circles(alice)
    for team in finders.teams.all():
        for incident in team.incidents.all():
            incident.is_restricted = True
            incident.save(update_fields=["is_restricted"])
    send_digest(OCTOBER, at=FIRST_MONDAY)
    for body in digest_of(alice)[1:]:
        for title in ("Index is stale", "Index is gone", "Suggestions repeat", "Almost lost the index"):
            assert title not in body
        assert "Checkout fails" in body


def test_the_command_owes_a_circle_its_digest_and_knows_no_other(alice, capsys):
    a_month_of_two_circles(alice)
    make_user("Bob")
    call_command("build_digest", "2026-10", "--circle", "finders")
    assert "owed to 1 people" in capsys.readouterr().out
    assert [message.recipient for message in Message.objects.all()] == [alice]
    with pytest.raises(CommandError, match="no circle 'nobody'"):
        call_command("build_digest", "2026-10", "--circle", "nobody")


def test_a_digest_costs_the_same_for_every_reader_of_the_same(alice, django_assert_num_queries):
    a_month_of_two_circles(alice)
    send_digest(OCTOBER, at=FIRST_MONDAY)
    digest_of(alice)
    with django_assert_num_queries(9):
        digest_of(alice)
