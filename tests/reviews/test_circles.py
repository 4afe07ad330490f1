"""Circles are made and changed by administrators."""

import pytest
from django.urls import reverse

from people.models import AuditEntry
from reviews.models import Circle
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    person = make_user("Ada", is_administrator=True)
    client.force_login(person)
    return person


def test_a_circle_is_made_and_offered_on_the_month(client, ada):
    search, checkout = make_team("Search"), make_team("Checkout")
    client.post(reverse("reviews:new_circle"), {"name": "Finders", "teams": [search.pk, checkout.pk], "chair": ada.pk})
    circle = Circle.objects.get()
    assert (circle.slug, circle.chair, set(circle.teams.all())) == ("finders", ada, {search, checkout})
    assert "?circle=finders" in client.get(reverse("reviews:month")).content.decode()
    assert AuditEntry.objects.filter(about="circle Finders").exists()


def test_a_changed_circle_keeps_its_address_and_may_be_closed(client, ada):
    circle = Circle.objects.create(name="Finders", slug="finders")
    client.post(reverse("reviews:edit_circle", args=["finders"]), {"name": "Keepers", "teams": [make_team().pk]})
    circle.refresh_from_db()
    assert (circle.name, circle.slug, circle.is_active) == ("Keepers", "finders", False)
    assert client.get(reverse("reviews:month"), {"circle": "finders"}).status_code == 404


def test_two_circles_of_one_name_are_refused_and_what_was_typed_comes_back(client, ada):
    Circle.objects.create(name="Finders", slug="finders")
    response = client.post(reverse("reviews:new_circle"), {"name": "finders", "teams": [make_team().pk]})
    assert response.status_code == 422
    assert "There is a circle of this name" in response.content.decode()


def test_circles_are_administrators_business(client):
    client.force_login(make_user())
    assert client.post(reverse("reviews:new_circle"), {"name": "Mine"}).status_code == 403
    assert not Circle.objects.exists()
