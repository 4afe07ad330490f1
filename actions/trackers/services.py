"""What people do with tickets and connections; the work itself is done by actions.trackers.syncing."""

import hashlib
import json
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from actions.choices import ActionEventKind
from actions.models import Action, ActionEvent
from actions.rules import Blocker
from actions.services import NotPossible
from actions.trackers.adapters import tracker_of
from actions.trackers.choices import LinkState
from actions.trackers.models import TrackerConnection, TrackerEvent, TrackerLink
from actions.trackers.sealing import Unreadable, seal, unseal
from actions.trackers.ticket import BadWebhook, TrackerError
from people.choices import AuditKind
from people.models import User
from people.services.audit import record_act

logger = logging.getLogger(__name__)

EVENTS_KEPT = timedelta(days=30)


# --- tickets -----------------------------------------------------------------------------------------
@transaction.atomic
def create_ticket(action: Action, *, by: User, connection: TrackerConnection, confirmed: bool = False) -> TrackerLink:
    """Owe the action a ticket; a worker makes it. Of a restricted incident only where `confirmed`.

    The row, with the marker that goes into the ticket, is there before the tracker is asked.
    """
    action = _lock(action)
    refused = _link_blockers(action, connection)
    if action.incident.is_restricted and not confirmed:
        refused.append(Blocker("restricted", "Confirm that a ticket is made of a restricted incident.", "confirmed"))
    if refused:
        raise NotPossible(refused)
    link = TrackerLink.objects.create(action=action, connection=connection, asked_by=by)
    _note(action, f"A ticket in {connection} was asked for.", by=by)
    transaction.on_commit(wake_syncing, robust=True)
    return link


@transaction.atomic
def link_ticket(action: Action, *, by: User, url: str) -> TrackerLink:
    """Say which ticket, that is there already, belongs to the action."""
    action = _lock(action)
    found = _connection_for(url)
    if found is None:
        raise NotPossible([Blocker("unknown", "No connection knows this address. Administrators set them up.", "url")])
    connection, key = found
    refused = _link_blockers(action, connection)
    if TrackerLink.objects.filter(connection=connection, key=key).exists():
        refused.append(Blocker("taken", "Another action has this ticket.", "url"))
    if refused:
        raise NotPossible(refused)
    link = TrackerLink.objects.create(action=action, connection=connection, key=key, url=url.strip(), asked_by=by)
    _note(action, f"Linked with {key} in {connection}.", by=by)
    transaction.on_commit(wake_syncing, robust=True)
    return link


@transaction.atomic
def unlink_ticket(action: Action, *, by: User) -> None:
    """Let go of the ticket; it stays as it is there. One that is being made just now may still appear there."""
    action = _lock(action)
    link = TrackerLink.objects.filter(action=action).select_related("connection").first()
    if link is None:
        return
    name = f"{link.key} in {link.connection}" if link.key else f"the ticket in {link.connection}"
    link.delete()
    _note(action, f"No longer linked with {name}.", by=by)


@transaction.atomic
def retry_ticket(action: Action) -> None:
    """Ask the tracker at the next turn, whatever it said before. Does nothing while a worker is at it."""
    TrackerLink.objects.filter(action=action, lease=None).update(next_try_at=timezone.now(), attempts=0)
    transaction.on_commit(wake_syncing, robust=True)


@transaction.atomic
def keep_ticket_open(action: Action, *, by: User) -> None:
    """Answer a ticket that was closed without being done: it stays open, there too."""
    action = _lock(action)
    asked = TrackerLink.objects.filter(action=action, asks_for_reasoning=True)
    if asked.update(reopens_there=True, next_try_at=timezone.now(), attempts=0):
        _note(action, "It stays open: the ticket is opened again.", by=by)
        transaction.on_commit(wake_syncing, robust=True)


def hear_of_action(action_id: int) -> None:
    """Look at the ticket of an action that has changed; one statement, and none but that where there is no ticket."""
    if TrackerLink.objects.filter(action_id=action_id).update(next_try_at=timezone.now()):
        transaction.on_commit(wake_syncing, robust=True)


def _lock(action: Action) -> Action:
    return Action.objects.select_for_update(no_key=True, of=("self",)).select_related("incident").get(pk=action.pk)


def _link_blockers(action: Action, connection: TrackerConnection) -> list[Blocker]:
    blockers = []
    if TrackerLink.objects.filter(action=action).exists():
        blockers.append(Blocker("linked", f"{action.public_number} has a ticket already."))
    if not connection.is_active:
        blockers.append(Blocker("inactive", "This connection is not in use."))
    return blockers


def _connection_for(url: str) -> tuple[TrackerConnection, str] | None:
    for connection in TrackerConnection.objects.filter(is_active=True):
        try:
            key = tracker_of(connection).parse_url(url)
        except (TrackerError, ValueError):
            continue
        if key:
            return connection, key
    return None


def _note(action: Action, text: str, *, by: User) -> None:
    ActionEvent.objects.create(action=action, kind=ActionEventKind.NOTED, by=by, reason=text)


def wake_syncing() -> None:
    """Ask a worker to look at the tickets now. Fails soon and quietly where the broker is away."""
    from actions.tasks import sync_tickets  # noqa: PLC0415 - tasks stand above services

    try:
        sync_tickets.apply_async(retry=False)
    except OperationalError:
        logger.warning("The broker is away; tickets are looked at when it is back.")


# --- connections -------------------------------------------------------------------------------------
@transaction.atomic
def save_connection(connection: TrackerConnection, *, by: User, token: str, webhook_secret: str) -> TrackerConnection:
    """Keep a connection. Empty secrets leave those that are kept; what was failing is tried again now."""
    if token:
        connection.token_sealed = seal(token)
    if webhook_secret:
        connection.webhook_secret_sealed = seal(webhook_secret)
    created = connection.pk is None
    if created:
        connection.created_by = by
        connection.save(force_insert=True)
    else:
        connection.paused_until = None
        fields = ["name", "kind", "base_url", "project", "account", "cancelled_words", "is_active"]
        connection.save(update_fields=[*fields, "token_sealed", "webhook_secret_sealed", "paused_until"])
        connection.links.filter(state=LinkState.FAILING).update(next_try_at=timezone.now(), attempts=0)
        transaction.on_commit(wake_syncing, robust=True)
    record_act(
        AuditKind.SETTINGS_CHANGED,
        by=by,
        about=f"Tracker {connection.name}"[:120],
        details={"created": created, "address": connection.base_url, "project": connection.project}
        | {"token_changed": bool(token), "webhook_secret_changed": bool(webhook_secret)},
    )
    return connection


def check_connection(connection: TrackerConnection) -> str:
    """Ask the tracker whether it knows us, and say what it says. Raises TrackerError."""
    return tracker_of(connection).check()


# --- webhooks ----------------------------------------------------------------------------------------
def receive_webhook(
    connection: TrackerConnection, *, headers: Mapping[str, str], body: bytes, at: datetime | None = None
) -> bool:
    """Take a webhook as a reason to ask the tracker; True where it was new and about one of our tickets.

    What it says is not believed beyond that, so that nothing can be put into our mouth, and the order in
    which webhooks come does not matter. The same body again is known and changes nothing, and so does one
    that is older than what we have read. Raises BadWebhook.
    """
    at = at or timezone.now()
    try:
        secret = unseal(connection.webhook_secret_sealed)
        tracker = tracker_of(connection)
    except (Unreadable, TrackerError):
        raise BadWebhook("It cannot be checked.") from None
    tracker.verify_webhook({name.lower(): value for name, value in headers.items()}, body, secret=secret, now=at)
    try:
        payload = json.loads(body)
        event = tracker.parse_webhook(payload) if isinstance(payload, dict) else None
    except (ValueError, RecursionError, AttributeError, TrackerError):
        raise BadWebhook("It cannot be read.") from None
    digest = hashlib.sha256(body).hexdigest()
    try:
        with transaction.atomic():
            TrackerEvent.objects.create(connection=connection, digest=digest, received_at=at)
    except IntegrityError:
        return False
    TrackerConnection.objects.filter(pk=connection.pk).update(heard_at=at)
    if event is None:
        return False
    linked = connection.links.filter(key=event.key)
    if event.updated_at:
        linked = linked.filter(Q(ticket_updated_at=None) | Q(ticket_updated_at__lt=event.updated_at))
    if not linked.update(next_try_at=at):
        return False
    wake_syncing()
    return True


def forget_old_events(*, at: datetime | None = None) -> int:
    """Drop the digests of webhooks that nobody would send again."""
    old = TrackerEvent.objects.filter(received_at__lt=(at or timezone.now()) - EVENTS_KEPT)
    return old.delete()[0]
