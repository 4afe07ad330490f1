import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from incidents.models import Service
from incidents.services import give_access, save_service
from people import visibility
from people.choices import AuditKind
from people.models import User
from people.services.audit import record_act
from people.services.teams import create_team
from tests.factories import make_incident, make_user

PAGE = "/administration/audit/"


def test_a_row_about_a_restricted_incident_is_shown_to_those_who_see_it(admin_client: Client, admin: User) -> None:
    hidden = make_incident("Key in a public log", is_restricted=True)
    named = make_incident("Fraud inquiry", is_restricted=True, named=[admin])
    open_one = make_incident("Checkout answers slowly")
    for incident in (hidden, named, open_one):
        record_act(
            AuditKind.INCIDENT_RESTRICTED,
            by=incident.recorded_by,
            about=f"INC-{incident.number}",
            incident_number=incident.number,
        )
    text = admin_client.get(PAGE).text
    assert f"INC-{hidden.number}" not in text
    assert hidden.recorded_by.display_name not in text
    assert f"INC-{named.number}" in text
    assert f"INC-{open_one.number}" in text


def test_without_a_door_no_row_about_an_incident_is_shown(
    admin_client: Client, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visibility, "_registered", [])
    record_act(AuditKind.PUBLISHED, by=admin, about="INC-7777", incident_number=make_incident().number)
    record_act(AuditKind.SETTINGS_CHANGED, by=None, about="Severity SEV-2")
    text = admin_client.get(PAGE).text
    assert "INC-7777" not in text
    assert "Severity SEV-2" in text
    assert "by Second Story itself" in text


def test_the_page_asks_the_same_questions_whatever_its_length(
    admin_client: Client, admin: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        record_act(AuditKind.PERSON_CHANGED, by=admin, about=f"Row {count}")
        if count == 3:
            record_act(AuditKind.PERSON_CHANGED, by=None, about="Row 2")
        with django_assert_num_queries(3):
            assert admin_client.get(PAGE).text.count('class="list-row"') == count


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nobody_writes_to_it_here(admin_client: Client, method: str) -> None:
    assert getattr(admin_client, method)(PAGE).status_code == 405


def test_only_administrators_read_it(alice_client: Client) -> None:
    assert alice_client.get(PAGE).status_code == 403


def test_people_are_named_and_what_is_new_is_called_created(admin_client: Client, admin: User) -> None:
    dora, emil = make_user("Dora"), make_user("Emil")
    incident = make_incident(is_restricted=True, named=[admin])
    give_access(incident, person=dora, by=admin)
    record_act(
        AuditKind.INCIDENT_RESTRICTED,
        by=admin,
        about=incident.public_number,
        incident_number=incident.number,
        details={"people": [dora.pk, emil.pk]},
    )
    save_service(Service(name="Edge proxy"), by=admin)
    create_team(name="Platform", by=admin)
    text = admin_client.get(PAGE).text
    assert "people: Dora, Emil" in text
    assert "person: Dora" in text
    assert "Created: service Edge proxy" in text
    assert "Team created: Platform" in text
