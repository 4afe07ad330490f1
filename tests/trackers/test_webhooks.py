"""What trackers tell us: signed, once, in whatever order, and never believed beyond being a reason to ask."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.choices import ActionStatus
from actions.models import Action
from actions.trackers.models import TrackerConnection, TrackerEvent, TrackerLink
from actions.trackers.services import forget_old_events
from actions.trackers.syncing import sync_tickets
from tests.trackers.conftest import linked
from tests.trackers.servers.base import SECRET, signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(client, connection):
    """Send a webhook as the tracker would; no session, no CSRF token."""
    address = reverse("actions:tracker_hook", args=[connection.hook])

    def send(told):
        body, headers = told
        return client.post(address, body, content_type="application/json", headers=headers)

    return send


def rest():
    """Let the link rest, as if it had just been looked at."""
    TrackerLink.objects.update(next_try_at=timezone.now() + timedelta(hours=1))


def test_a_webhook_has_the_ticket_looked_at_now(link, server, post):
    rest()
    server.set_state(link.key, "done")
    assert post(server.webhook(link.key)).status_code == 202
    sync_tickets()
    assert Action.objects.get().status == ActionStatus.DONE
    assert TrackerConnection.objects.get().heard_at is not None


def test_what_it_says_is_not_believed(link, server, post):
    rest()
    server.set_state(link.key, "done")
    told = server.webhook(link.key)
    server.set_state(link.key, "open")
    assert post(told).status_code == 202
    sync_tickets()
    assert Action.objects.get().status == ActionStatus.TODO


def test_the_same_one_again_changes_nothing(link, server, post):
    server.set_state(link.key, "done")
    told = server.webhook(link.key)
    assert post(told).status_code == 202
    sync_tickets()
    rest()
    asked = len(server.requests)
    answer = post(told)
    assert (answer.status_code, answer.content) == (200, b"Nothing new.")
    sync_tickets()
    assert server.since(asked) == []
    assert TrackerEvent.objects.count() == 1


def test_an_older_one_that_comes_later_changes_nothing(link, server, post):
    server.set_state(link.key, "cancelled")
    older = server.webhook(link.key)
    server.set_state(link.key, "done")
    newer = server.webhook(link.key)
    assert post(newer).status_code == 202
    sync_tickets()
    rest()
    asked = len(server.requests)
    assert post(older).status_code == 200
    sync_tickets()
    assert server.since(asked) == []
    assert (Action.objects.get().status, linked().ticket_state) == (ActionStatus.DONE, "done")


def test_one_that_is_not_signed_by_them_is_refused(link, server, post):
    rest()
    server.set_state(link.key, "done")
    body, headers = server.webhook(link.key)
    for told in (server.webhook(link.key, secret="another"), (body, {})):
        assert post(told).status_code == 401
    if server.kind != "gitlab":  # which sends the secret and signs nothing
        assert post((body.replace(b"1", b"2"), headers)).status_code == 401
    assert not TrackerEvent.objects.exists()


def test_linears_recordings_are_refused(link, server, post):
    if server.kind != "linear":
        pytest.skip("only Linear says when it was sent")
    body, _ = server.webhook(link.key)
    told = json.loads(body) | {"webhookTimestamp": int((timezone.now() - timedelta(hours=1)).timestamp() * 1000)}
    old = json.dumps(told).encode()
    assert post((old, {"Linear-Signature": signature(old, SECRET)})).status_code == 401


def test_one_about_somebody_elses_ticket_changes_nothing(link, server, post):
    rest()
    other = server.new_issue("Not ours")
    assert post(server.webhook(other)).status_code == 200


def test_nonsense_is_refused_or_ignored(link, server, post):
    _, headers = server.webhook(link.key)
    for body in (b"", b"[", b"[1]", b"{}", b"null", b'{"issue": 3}', b'{"object_attributes": []}'):
        signed = {
            "github": {"X-Hub-Signature-256": f"sha256={signature(body, SECRET)}"},
            "jira": {"X-Hub-Signature": f"sha256={signature(body, SECRET)}"},
            "linear": {"Linear-Signature": signature(body, SECRET)},
        }.get(server.kind, headers)
        assert post((body, signed)).status_code in {200, 401}, body


def test_no_hook_is_open_without_a_secret(link, server, post, client):
    told = server.webhook(link.key)
    TrackerConnection.objects.update(webhook_secret_sealed="")
    assert post(told).status_code == 404
    assert (
        client.post(reverse("actions:tracker_hook", args=["00000000-0000-4000-8000-000000000000"])).status_code == 404
    )


def test_the_digests_are_forgotten_in_time(link, server, post):
    server.set_state(link.key, "done")
    post(server.webhook(link.key))
    assert forget_old_events() == 0
    assert forget_old_events(at=timezone.now() + timedelta(days=31)) == 1
