"""Statements written once: they answer as the queryset does, whoever asks, and refuse what they cannot keep."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from incidents.models import Incident
from people.models import User
from tests.factories import make_incident, make_service, make_user
from web.statements import Kept, have_ready

pytestmark = pytest.mark.django_db


def visible(words: str, user: User) -> QuerySet[Incident]:
    return Incident.objects.visible_to(user).filter(title__startswith=words).select_related("severity").order_by("pk")


def test_it_answers_each_person_as_the_queryset_does(django_assert_num_queries: Any) -> None:
    alice, charlie = make_user(), make_user()
    make_incident(title="100% of writes fail")
    make_incident(title="100% known to few", is_restricted=True, named=[alice])
    for person in (alice, charlie, alice):
        expected = list(visible("100%", person))
        with django_assert_num_queries(1):
            found = Kept(visible, ("100%",), (person,)).rows()
        assert found == expected
        assert [row.severity for row in found] == [row.severity for row in expected]
    assert len(Kept(visible, ("100%",), (alice,)).rows()) == 2
    assert len(Kept(visible, ("100%",), (charlie,)).rows()) == 1


def test_the_first_of_none_is_none() -> None:
    assert Kept(visible, ("nothing begins so",), (make_user(),)).first() is None


def numbers_and_titles(number: int) -> QuerySet[Incident, tuple[int, str]]:
    return Incident.objects.filter(number=number).values_list("number", "title")


def test_values_come_as_tuples() -> None:
    incident = make_incident(title="A title")
    assert Kept(numbers_and_titles, values=(incident.number,)).tuples() == [(incident.number, "A title")]


def by_more_than_the_key(user: User) -> QuerySet[User]:
    return User.objects.filter(email=user.email)


def test_a_statement_cannot_look_at_more_of_a_person_than_the_key() -> None:
    with pytest.raises(User.DoesNotExist):
        Kept(by_more_than_the_key, values=(make_user(),)).rows()


def of_the_next_number(number: int) -> QuerySet[Incident]:
    return Incident.objects.filter(number=number + 1)


def test_a_value_that_is_changed_on_its_way_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be kept"):
        Kept(of_the_next_number, values=(1,)).rows()


def test_a_value_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="hand it in as fixed"):
        Kept(of_the_next_number, values=(1.5,)).rows()


def recorded_on_a_first(number: int) -> QuerySet[Incident]:
    return Incident.objects.filter(number=number, recorded_at__date__day=1)


def test_days_are_those_of_the_zone_of_whoever_asks() -> None:
    incident = make_incident()
    Incident.objects.update(recorded_at=datetime(2026, 5, 31, 23, 30, tzinfo=UTC))
    for zone, expected in (("UTC", []), ("Europe/Berlin", [incident]), ("UTC", [])):
        with timezone.override(zone):
            assert Kept(recorded_on_a_first, values=(incident.number,)).rows() == expected


def planned_once(number: int) -> QuerySet[Incident]:
    return Incident.objects.filter(number=number, title__startswith="Planned once")


def test_it_is_planned_once_a_connection() -> None:
    """Left alone, Postgres plans each of the first five askings anew."""
    incidents = [make_incident(title=f"Planned once {n}") for n in range(3)]
    for incident in incidents:
        assert Kept(planned_once, values=(incident.number,)).rows() == [incident]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT custom_plans, generic_plans FROM pg_prepared_statements WHERE statement LIKE %s", ["%Planned once%"]
        )
        assert cursor.fetchall() == [(0, 3)]


def test_one_that_is_planned_anew_is_planned_for_its_values() -> None:
    incident = make_incident(title="Planned anew")
    assert Kept(planned_anew, values=("Planned anew",), plan_anew=True).rows() == [incident]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%never of this title%"])
        assert cursor.fetchone() == (0,)


def planned_anew(title: str) -> QuerySet[Incident]:
    return Incident.objects.filter(title=title).exclude(title="never of this title")


def test_rows_at_hand_answer_for_what_belongs_to_an_object(django_assert_num_queries: Any) -> None:
    service = make_service("Edge")
    incident = make_incident()
    have_ready(incident, services=[service], links=[])
    with django_assert_num_queries(0):
        assert list(incident.services.all()) == [service]
        assert not incident.links.all()
