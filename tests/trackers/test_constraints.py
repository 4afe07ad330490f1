"""The database's own promises, attacked from outside."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from actions.trackers.models import TrackerConnection, TrackerEvent, TrackerLink
from tests.factories import make_action, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def connection():
    return TrackerConnection.objects.create(
        name="x", kind="github", base_url="https://a.example", project="a/b", token_sealed="x", created_by=make_user()
    )


def make_link(connection, **facts):
    return TrackerLink.objects.create(action=make_action(), connection=connection, asked_by=make_user(), **facts)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"kind": "bugzilla"}, "tracker_kind_known"),
        ({"token_sealed": ""}, "tracker_has_token"),
    ],
)
def test_a_connection_is_whole(connection, facts, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        TrackerConnection.objects.filter(pk=connection.pk).update(**facts)


def test_a_project_is_connected_once(connection):
    with pytest.raises(IntegrityError, match="tracker_project_once"), transaction.atomic():
        TrackerConnection.objects.create(
            name="y",
            kind="github",
            base_url="https://a.example",
            project="a/b",
            token_sealed="x",
            created_by=make_user(),
        )


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"state": "fine"}, "tracker_link_state_known"),
        ({"ticket_state": "fine"}, "tracker_link_ticket_state_known"),
        ({"agreed": "fine"}, "tracker_link_ticket_state_known"),
        ({"lease": uuid.uuid4()}, "tracker_link_lease_whole"),
        ({"leased_until": timezone.now()}, "tracker_link_lease_whole"),
    ],
)
def test_a_link_is_whole(connection, facts, name):
    link = make_link(connection)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        TrackerLink.objects.filter(pk=link.pk).update(**facts)


def test_a_ticket_has_one_action_and_an_action_one_ticket(connection):
    link = make_link(connection, key="17")
    other = make_link(connection)
    make_link(connection)
    with pytest.raises(IntegrityError, match="tracker_link_ticket_once"), transaction.atomic():
        TrackerLink.objects.filter(pk=other.pk).update(key="17")
    with pytest.raises(IntegrityError, match="action_id"), transaction.atomic():
        TrackerLink.objects.create(action=link.action, connection=connection, asked_by=link.asked_by)


def test_a_webhook_is_kept_once(connection):
    TrackerEvent.objects.create(connection=connection, digest="a")
    with pytest.raises(IntegrityError, match="tracker_event_once"), transaction.atomic():
        TrackerEvent.objects.create(connection=connection, digest="a")
