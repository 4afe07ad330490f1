"""Each test of a tracker is run for all four, against a server of its own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models import Action
from actions.trackers.models import TrackerConnection, TrackerLink
from actions.trackers.sealing import seal
from actions.trackers.services import create_ticket
from actions.trackers.syncing import Outcome, sync_tickets
from people.models import User
from tests.factories import make_action, make_user
from tests.trackers.servers.base import SECRET, TOKEN, FakeTracker
from tests.trackers.servers.github import FakeGitHub
from tests.trackers.servers.gitlab import FakeGitLab
from tests.trackers.servers.jira import FakeJira
from tests.trackers.servers.linear import FakeLinear

KINDS: tuple[type[FakeTracker], ...] = (FakeGitHub, FakeGitLab, FakeJira, FakeLinear)


@pytest.fixture(params=KINDS, ids=[kind.kind for kind in KINDS])
def server(request: pytest.FixtureRequest, settings) -> Iterator[FakeTracker]:
    settings.TRACKERS_AT_PRIVATE_ADDRESSES = True
    server = request.param()
    yield server
    server.stop()
    assert not server.wrong


@pytest.fixture
def alice(db) -> User:
    return make_user("Alice", email="alice@example.org")


@pytest.fixture
def connection(server: FakeTracker, alice: User) -> TrackerConnection:
    return make_connection(server, by=alice)


@pytest.fixture
def action(alice: User) -> Action:
    due = timezone.now().date() + timedelta(days=9)
    return make_action(title="Alert on queue age", owner=alice, due_on=due, details="Long", outcome="It pages")


@pytest.fixture
def link(action: Action, connection: TrackerConnection, alice: User) -> TrackerLink:
    """A ticket that was made and stands in step."""
    create_ticket(action, by=alice, connection=connection)
    sync_tickets()
    return TrackerLink.objects.get()


def make_connection(server: FakeTracker, *, by: User, token: str = TOKEN) -> TrackerConnection:
    return TrackerConnection.objects.create(
        name=f"Our {server.kind}",
        kind=server.kind,
        base_url=server.base_url,
        project=server.project,
        account=server.account,
        token_sealed=seal(token),
        webhook_secret_sealed=seal(SECRET),
        created_by=by,
    )


def sync(*, later: timedelta = timedelta()) -> Outcome:
    """Look at every ticket, `later` than its time."""
    TrackerLink.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    TrackerConnection.objects.update(paused_until=None)
    return sync_tickets(at=timezone.now() + later)


def linked() -> TrackerLink:
    return TrackerLink.objects.select_related("connection").get()
