"""Recording an incident."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Incident
from tests.factories import make_service, make_severity, make_user

pytestmark = pytest.mark.django_db
URL = reverse("incidents:record")


def test_a_title_alone_is_enough(client: Client) -> None:
    client.force_login(make_user(time_zone="Europe/Berlin"))
    response = client.post(URL, {"title": "  Checkout   answers with 502 "})
    incident = Incident.objects.get()
    assert (response.status_code, response.headers["Location"]) == (303, incident.get_absolute_url())
    assert (incident.title, incident.kind, incident.severity) == ("Checkout answers with 502", "unknown", None)
    assert incident.began_at is None


def test_everything_that_is_known_is_kept_in_the_zone_it_was_told_in(client: Client) -> None:
    service, severity = make_service("Edge"), make_severity(1)
    client.force_login(make_user(time_zone="UTC"))
    facts = {
        "title": "Half of the edge is gone",
        "kind": "availability",
        "severity": severity.pk,
        "services": [service.pk],
        "time_zone": "America/New_York",
        "began_day": "2026-03-04",
        "began_clock": "09:32",
        "began_how": "around",
        "resolved_day": "2026-03-05",
        "restricted": "on",
    }
    client.post(URL, facts)
    incident = Incident.objects.get()
    assert incident.began_at.isoformat() == "2026-03-04T14:32:00+00:00"
    assert (incident.began_precision, incident.resolved_precision) == ("around", "day")
    assert incident.resolved_at.isoformat() == "2026-03-05T05:00:00+00:00"
    assert (incident.time_zone, incident.is_restricted) == ("America/New_York", True)
    assert list(incident.services.all()) == [service]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"title": " "}, "This field is required"),
        ({"title": "x", "began_clock": "09:32"}, "On which day was that?"),
        ({"title": "x", "time_zone": "Mars/Base"}, "is not a time zone"),
        (
            {"title": "x", "time_zone": "Europe/Berlin", "began_day": "2026-03-29", "began_clock": "02:30"},
            "There was no such time that day",
        ),
    ],
)
def test_what_cannot_be_kept_comes_back_filled_in(client: Client, facts: dict[str, Any], words: str) -> None:
    client.force_login(make_user())
    response = client.post(URL, {"summary": "Typed with care", **facts})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Typed with care" in response.content.decode()
    assert not Incident.objects.exists()


def test_the_page_costs_the_same_however_many_services_there_are(
    client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(make_user())
    for n in (1, 3):
        for _ in range(n):
            make_service()
        with django_assert_num_queries(6):  # session, person, severities, are there services, which, are there teams
            client.get(URL)


def test_a_title_alone_leaves_the_kind_unknown_and_is_no_other(client: Client) -> None:
    client.force_login(make_user("Alice"))
    page = client.post(reverse("incidents:record"), {"title": "Checkout answers with 502"}, follow=True).text
    assert "kind not known yet" in page
    assert ">Other<" not in page
