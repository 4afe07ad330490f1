"""A document of a year ago comes back where it still matters, with "still true?"."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from incidents.models import IncidentAccess
from notifications.models import Message
from reviews.choices import StillTrueAnswer
from reviews.figures import forget_kept
from reviews.models import StillTrue
from reviews.queries import month_page
from reviews.services import answer_still_true, close_last_month, send_digest
from tests.factories import make_action, make_incident, make_service, make_user
from tests.reviews.test_closed_months import digest_of
from tests.reviews.test_month import FIRST_MONDAY, OCTOBER, TODAY, at, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_user("Alice", date_joined=datetime(2025, 1, 1, tzinfo=UTC))


def last_year(day, month=10):
    return datetime(2025, month, day, 12, tzinfo=UTC)


def a_year_ago(title="Cache is cold", *, level=4, services=(), **facts):
    incident = make_incident(title, severity=level, began_at=last_year(3), services=services, **facts)
    publish(incident, published_at=last_year(20))
    return incident


def came_back(person):
    page = month_page(person, OCTOBER, today=TODAY)
    return (page.a_year_ago.row.title, page.a_year_ago.why) if page.a_year_ago else None


@pytest.mark.parametrize("closed", [True, False])
def test_what_came_again_comes_back_first_and_says_why(alice, closed):
    search = make_service("Search")
    a_year_ago("Checkout fails", level=1)
    old = a_year_ago(services=[search])
    make_incident("Of the time before", services=[search], began_at=last_year(5))
    for day in (3, 4):
        make_incident(services=[search], began_at=at(day))
    if closed:
        close_last_month(at=FIRST_MONDAY)
    assert came_back(alice) == (old.title, "Search had trouble 2 times since")


def test_an_open_action_or_a_grave_one_brings_it_back_and_nothing_else_does(alice):
    old = a_year_ago()
    assert came_back(alice) is None
    grave = a_year_ago("Checkout fails", level=1)
    assert came_back(alice) == (grave.title, "it was a SEV-1")
    make_action(old, owner=alice, due_on=date(2026, 12, 1))
    assert came_back(alice) == (old.title, "1 of its actions is still open")


def test_what_did_not_come_out_a_year_ago_does_not_come_back(alice):
    publish(make_incident("Younger", severity=1, began_at=last_year(3)), published_at=last_year(1, month=11))
    assert came_back(alice) is None


def test_a_restricted_incident_neither_comes_back_nor_says_that_it_came_again(alice):
    search = make_service("Search")
    old = a_year_ago(services=[search], level=2)
    make_incident(services=[search], began_at=at(3), is_restricted=True)
    a_year_ago("Key in a log", level=1, is_restricted=True)
    close_last_month(at=FIRST_MONDAY)
    assert came_back(alice) == (old.title, "it was a SEV-2")
    old.is_restricted = True  # from today on
    old.save(update_fields=["is_restricted"])
    assert came_back(alice) is None
    send_digest(OCTOBER, at=FIRST_MONDAY)
    assert "still true" not in digest_of(alice)[1]


def test_the_digest_asks_and_stays_the_same_whatever_happened_since(alice):
    search = make_service("Search")
    old = a_year_ago(services=[search])
    make_incident(services=[search], began_at=at(3))
    send_digest(OCTOBER, at=FIRST_MONDAY)
    before = digest_of(alice)
    for body in before[1:]:
        assert "A year ago: still true?" in body
        assert "Search had trouble once since" in body
        assert f"/monthly-review/still-true/INC-{old.number}/" in body
    Message.objects.all().delete()
    forget_kept()
    search.name = "Retrieval"
    search.save(update_fields=["name"])
    make_incident(services=[search], began_at=at(9))
    send_digest(OCTOBER)
    assert digest_of(alice) == before


def test_an_answer_stands_beside_the_document_and_on_the_month(client, alice):
    old = a_year_ago(level=1)
    client.force_login(alice)
    page = reverse("reviews:still_true", args=[old.number])
    refused = client.post(page, {"answer": "no"})
    assert refused.status_code == 422
    assert "Say in a word what is different now." in refused.content.decode()
    client.post(page, {"answer": "changed", "word": "The cache is warmed by the deploy now"})
    answer = StillTrue.objects.get()
    assert (answer.answer, answer.by, answer.postmortem) == ("changed", alice, old.postmortem)
    month = client.get(reverse("reviews:past_month", args=[OCTOBER])).content.decode()
    assert re.search(r"We changed it: The cache is warmed by the deploy now", month)
    assert "The cache is warmed" in client.get(page).content.decode()


def test_only_those_who_may_read_it_may_answer_and_only_once_it_is_published(client, alice):
    secret = a_year_ago("Key in a log", by=alice, is_restricted=True)
    bob = make_user("Bob")
    client.force_login(bob)
    page = reverse("reviews:still_true", args=[secret.number])
    assert client.post(page, {"answer": "yes"}).status_code == 404
    assert not StillTrue.objects.exists()
    IncidentAccess.objects.create(incident=secret, user=bob, given_by=alice)
    assert client.post(page, {"answer": "yes"}).status_code == 303
    unwritten = make_incident(by=alice)
    assert client.get(reverse("reviews:still_true", args=[unwritten.number])).status_code == 404


@pytest.mark.parametrize(
    ("told", "constraint"),
    [
        ({"answer": "perhaps", "word": "who knows"}, "still_true_answer_known"),
        ({"answer": "no", "word": ""}, "still_true_no_has_a_word"),
        ({"answer": "changed", "word": ""}, "still_true_no_has_a_word"),
    ],
)
def test_an_answer_is_one_of_three_and_a_no_says_why(alice, told, constraint):
    answer = answer_still_true(a_year_ago().postmortem, by=alice, answer=StillTrueAnswer.YES)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        StillTrue.objects.filter(pk=answer.pk).update(**told)
