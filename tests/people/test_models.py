"""Each constraint attacked from outside the services."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from people.models import Agreement, AuditEntry, Invitation, Membership, Team, User
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


def same_address_in_other_case() -> None:
    person = make_user(email="alice@example.org")
    User.objects.get_queryset().bulk_create([User(email=person.email, display_name="Another")])


def capitals_in_an_address() -> None:
    User.objects.get_queryset().filter(pk=make_user().pk).update(email="Alice@example.org")


def inactive_without_a_date() -> None:
    User.objects.get_queryset().filter(pk=make_user().pk).update(is_active=False)


def active_with_a_date() -> None:
    User.objects.get_queryset().filter(pk=make_user().pk).update(deactivated_at=timezone.now())


def team_of_the_same_name() -> None:
    make_team("Search")
    Team.objects.bulk_create([Team(name="SEARCH", slug="another")])


def member_twice() -> None:
    person = make_user()
    team = make_team(members=[person])
    Membership.objects.bulk_create([Membership(team=team, user=person)])


def two_open_invitations() -> None:
    by = make_user()
    Invitation.objects.bulk_create(
        [Invitation(email=email, display_name="D", invited_by=by) for email in ("d@example.org", "D@example.org")]
    )


def accepted_by_nobody() -> None:
    Invitation.objects.create(
        email="d@example.org", display_name="D", invited_by=make_user(), accepted_at=timezone.now()
    )


def person_without_acceptance() -> None:
    person = make_user()
    Invitation.objects.create(email="d@example.org", display_name="D", invited_by=person, person=person)


def an_act_nobody_knows() -> None:
    AuditEntry.objects.bulk_create([AuditEntry(kind="looked_away")])


@pytest.mark.parametrize(
    ("attack", "constraint"),
    [
        (same_address_in_other_case, "people_user_email"),
        (capitals_in_an_address, "user_email_lower_case"),
        (inactive_without_a_date, "user_inactive_iff_dated"),
        (active_with_a_date, "user_inactive_iff_dated"),
        (team_of_the_same_name, "team_name_once"),
        (member_twice, "membership_once"),
        (two_open_invitations, "invitation_one_open_per_address"),
        (accepted_by_nobody, "invitation_accepted_iff_person"),
        (person_without_acceptance, "invitation_accepted_iff_person"),
        (an_act_nobody_knows, "audit_kind_known"),
    ],
)
def test_the_database_refuses(attack: Callable[[], None], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        attack()


def test_addresses_are_unique_whatever_their_case_even_without_the_lower_case_rule() -> None:
    make_user(email="alice@example.org")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_user DROP CONSTRAINT user_email_lower_case")
    with pytest.raises(IntegrityError, match="user_email_once"), transaction.atomic():
        User.objects.get_queryset().filter(pk=make_user().pk).update(email="ALICE@example.org")


def test_a_withdrawn_invitation_makes_room_for_another() -> None:
    by = make_user()
    for withdrawn_at in (timezone.now(), timezone.now(), None):
        Invitation.objects.create(email="d@example.org", display_name="D", invited_by=by, withdrawn_at=withdrawn_at)


def test_a_zone_that_has_vanished_reads_as_utc() -> None:
    assert make_user(time_zone="Mars/Olympus").zone == ZoneInfo("UTC")
    assert make_user(time_zone="../../etc/passwd").zone == ZoneInfo("UTC")


def test_a_persons_day_is_the_day_where_they_are() -> None:
    at = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert [make_user(time_zone=zone).local_day(at).day for zone in ("America/Lima", "UTC", "Asia/Tokyo")] == [
        20,
        20,
        21,
    ]


def test_the_details_of_an_act_are_told_in_words() -> None:
    entry = AuditEntry(details={"created": True, "lead": None, "joined": ["Ada", "Emil"], "fields": ["is_leadership"]})
    assert entry.detail_lines == ["joined: Ada, Emil", "fields: leadership"]


def test_the_shipped_agreement_goes_and_comes_back_and_leaves_written_ones_alone() -> None:
    migration = import_module("people.migrations.0005_shipped_agreement")
    ours = Agreement.objects.create(body="Ours", changed_by=make_user())
    migration.take_away(apps, None)
    assert list(Agreement.objects.all()) == [ours]
    migration.put_in_force(apps, None)
    assert Agreement.objects.count() == 2
