"""The months as an Atom feed by a secret address."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from reviews.models import ReviewFeed
from reviews.months import Month
from reviews.services import change_feed_address, close_month
from tests.factories import make_incident, make_user
from tests.reviews.test_digest import a_month_of_two_circles
from tests.reviews.test_month import FIRST_MONDAY, OCTOBER, at, publish

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def alice():
    return make_user("Alice", date_joined=at(1, month=9))


def path_of(person):
    return reverse("reviews:months_feed", args=[change_feed_address(person)])


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return response.content


def text(element, name):
    (found,) = element.findall(ATOM + name)
    return found.text


def assert_valid(body):
    """What RFC 4287 asks of a feed and its entries."""
    feed = ET.fromstring(body)
    assert feed.tag == f"{ATOM}feed"
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    entries = feed.findall(f"{ATOM}entry")
    for one in (feed, *entries):
        assert text(one, "title")
        assert text(one, "id").startswith("urn:uuid:")
        assert datetime.fromisoformat(text(one, "updated")).tzinfo
        assert any(link.get("rel") == "alternate" and link.get("href") for link in one.findall(f"{ATOM}link"))
    for entry in entries:
        assert entry.find(f"{ATOM}summary").get("type") == "html"
    assert len({text(entry, "id") for entry in entries}) == len(entries)
    return feed, entries


def test_it_tells_each_closed_month_ones_circles_first(client, alice):
    a_month_of_two_circles(alice)
    close_month(Month(2026, 9), at=datetime(2026, 10, 1, 6, tzinfo=UTC))
    feed, (october, september) = assert_valid(read(client, path_of(alice)))
    assert text(october, "title") == "What we learned in October 2026"
    told = text(october, "summary")
    assert told.index("Finders") < told.index("Everybody") < told.index("Checkout fails")
    assert text(september, "title") == "What we learned in September 2026"
    assert text(feed, "updated") == text(october, "updated") == "2026-11-02T06:00:00+00:00"


def test_the_same_facts_are_the_same_bytes_at_every_address(client, alice):
    a_month_of_two_circles(alice)
    path = path_of(alice)
    before = read(client, path)
    assert read(client, path) == before
    other = path_of(alice)
    assert read(client, other).replace(other.encode(), path.encode()) == before
    assert client.get(path).status_code == 404  # the address before has ended


def test_a_feed_in_which_nothing_stands_yet_is_valid_and_stays_the_same(client, alice):
    path = path_of(alice)
    before = read(client, path)
    assert assert_valid(before)[1] == []
    assert read(client, path) == before


def test_a_restricted_incident_is_never_in_it_even_for_those_named(client, alice):
    secret = make_incident("Key in a log", severity=1, began_at=at(3), by=alice, is_restricted=True)
    publish(secret)
    open_one = make_incident("Checkout fails", severity=1, began_at=at(4), by=alice)
    publish(open_one)
    close_month(OCTOBER, at=FIRST_MONDAY)
    path = path_of(alice)
    body = read(client, path).decode()
    assert "Checkout fails" in body
    assert "Key in a log" not in body
    open_one.is_restricted = True  # from today on
    open_one.save(update_fields=["is_restricted"])
    assert "Checkout fails" not in read(client, path).decode()


def test_a_title_is_no_markup(client, alice):
    publish(make_incident("<script>alert(1)</script> & more", severity=1, began_at=at(4), by=alice))
    close_month(OCTOBER, at=FIRST_MONDAY)
    _, (october,) = assert_valid(read(client, path_of(alice)))
    assert "&lt;script&gt;" in text(october, "summary")


def test_it_ends_with_its_owner_and_at_their_word(client, alice):
    path = path_of(alice)
    client.force_login(alice)
    assert "Change the address" in client.get(reverse("reviews:feed")).content.decode()
    client.post(reverse("reviews:remove_feed"))
    assert client.get(path).status_code == 404
    path = path_of(alice)
    make_user("Bob")
    alice.is_active, alice.deactivated_at = False, at(5, month=11)
    alice.save()
    client.logout()
    assert client.get(path).status_code == 404


def test_the_address_is_shown_once(client, alice):
    client.force_login(alice)
    shown = client.post(reverse("reviews:change_feed"))
    assert shown["Cache-Control"] == "no-store"
    assert "months.atom" in shown.content.decode()
    assert "months.atom" not in client.get(reverse("reviews:feed")).content.decode()


def test_it_is_not_fetched_all_day(client, alice, monkeypatch):
    monkeypatch.setattr("reviews.views.feeds.FETCHES", 2)
    path = path_of(alice)
    answers = [client.get(path).status_code for _ in range(3)]
    assert (answers[-2], answers[-1]) == (200, 429)


def test_a_person_has_one_feed(alice):
    path_of(alice)
    with pytest.raises(IntegrityError, match="reviews_reviewfeed_person_id"), transaction.atomic():
        ReviewFeed.objects.create(person=alice, secret_hash="another")
