"""Every change of a shared document. What an app keeps in one, and who may touch it, is that app's business.

Documents keep what was deleted in them (`skip_gc`), so that the state at any earlier moment can be
named by a few bytes and forked again; what must be gone for good goes by making the room anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from pycrdt import Doc, Text
from pycrdt import Snapshot as Moment

from collab.merging import (
    apply_edits,
    beside,
    edits_between,
    seams,
    tidy,
    without_deletions,
)
from collab.models import Room, Snapshot, Update

SEED_CLIENT = 1  # the same for every seed, so that a seed applied twice is one seed
FORM_CLIENTS = 2**40  # above every browser's client number: what a form adds stands after what it met
UPDATES_BEFORE_COMPACTION = 300
LOCK = 0x2ECD  # the first half of our advisory locks; the second is the room


@dataclass(frozen=True)
class Merged:
    """What became of a form's text."""

    text: str
    merged_changes: int  # places that somebody else had changed since the form was opened
    state: bytes  # the moment after it, for a form that begins here
    changed: bool  # whether the form brought anything


@transaction.atomic
def create_room(name: str, texts: Mapping[str, str], *, at: datetime | None = None) -> Room:
    """Make a room and put the first texts into it. A room that is there already is left as it is."""
    room, created = Room.objects.get_or_create(name=name)
    if created:
        doc: Doc[Any] = Doc(client_id=SEED_CLIENT, skip_gc=True)
        for key, text in texts.items():
            shared = doc.get(key, type=Text)
            if text:
                shared.insert(0, tidy(text))
        append_update(room, doc.get_update(), at=at)
    return room


def append_update(room: Room, payload: bytes, *, by_id: int | None = None, at: datetime | None = None) -> Update:
    """Add one change to the room's log."""
    return Update.objects.create(room=room, payload=payload, by_id=by_id, at=at or timezone.now())


def load_doc(room: Room, *, client_id: int | None = None) -> Doc[Any]:
    """Return the room's document as committed; two queries.

    The log is read before the snapshot: what a compaction moves from one to the other in between is
    then read twice, which changes nothing, instead of not at all.
    """
    return _load(room, client_id)[0]


def _load(room: Room, client_id: int | None = None) -> tuple[Doc[Any], list[int]]:
    updates = list(Update.objects.filter(room=room).order_by("pk").values_list("pk", "payload"))
    snapshot = Snapshot.objects.filter(room=room).values_list("state", flat=True).first()
    doc: Doc[Any] = Doc(client_id=client_id, skip_gc=True)
    if snapshot is not None:
        doc.apply_update(bytes(snapshot))
    for _, payload in updates:
        doc.apply_update(bytes(payload))
    return doc, [pk for pk, _ in updates]


def text_in(doc: Doc[Any], key: str) -> str:
    """Return one text of a loaded document; empty where nobody has written there."""
    return str(doc.get(key, type=Text))


def text_of(room: Room, key: str) -> str:
    """Return one text of the room; two queries."""
    return text_in(load_doc(room), key)


def state_of(doc: Doc[Any]) -> bytes:
    """Return what names this moment of the document: some bytes, with which it can be forked later."""
    return Moment.from_doc(doc).encode()


def text_at(doc: Doc[Any], state: bytes, key: str) -> str:
    """Return one text as it was at an earlier moment of a loaded document."""
    return text_in(Doc.from_snapshot(Moment.decode(state), doc), key)


@transaction.atomic
def merge_form_text(
    room: Room,
    key: str,
    *,
    base_state: bytes | None,
    submitted: str,
    by_id: int | None = None,
    at: datetime | None = None,
) -> Merged:
    """Carry a form's text into the shared document without losing a word of either.

    The document is forked as it was when the form was opened (`base_state`), the form's changes are
    made there, and what they are is applied to the document as it is now. Where nobody remembers that
    state, only additions are taken, and nothing is deleted.
    """
    lock_room(room)
    number = _next_update_number()
    live, logged = _load(room, FORM_CLIENTS + number)
    now, before = text_in(live, key), live.get_state()
    submitted = tidy(submitted)
    if submitted == now:
        return Merged(now, 0, state_of(live), changed=False)

    fork: Doc[Any] = Doc(client_id=FORM_CLIENTS + number, skip_gc=True)
    if base_state is None:
        fork.apply_update(live.get_update())
        base, theirs = now, []
        mine = without_deletions(edits_between(base, submitted))
    else:
        fork.apply_update(Doc.from_snapshot(Moment.decode(base_state), live).get_update())
        base = text_in(fork, key)
        theirs = edits_between(base, now)
        mine = beside(theirs, edits_between(base, submitted))
    if not mine:
        return Merged(now, len(theirs), state_of(live), changed=False)
    apply_edits(fork.get(key, type=Text), base, mine)
    live.apply_update(fork.get_update(before))
    together = text_in(live, key)
    apply_edits(live.get(key, type=Text), together, seams(together, base, now, submitted))

    payload = live.get_update(before)
    Update.objects.create(pk=number, room=room, payload=payload, by_id=by_id, at=at or timezone.now())
    if len(logged) + 1 >= UPDATES_BEFORE_COMPACTION:
        compact_room(room)
    text = text_in(live, key)
    return Merged(text, len(theirs), state_of(live), changed=text != now)


@transaction.atomic
def compact_room(room: Room, *, at: datetime | None = None) -> int:
    """Fold the log into one snapshot, and return how many rows it replaced.

    Only the rows that were read are deleted, not all below the last number: one with a lower number
    may be committed by somebody else just after.
    """
    lock_room(room)
    doc, logged = _load(room)
    if not logged:
        return 0
    Snapshot.objects.update_or_create(
        room=room,
        defaults={
            "state": doc.get_update(),
            "upto": logged[-1],
            "at": at or timezone.now(),
        },
    )
    Update.objects.filter(pk__in=logged).delete()
    return len(logged)


def lock_room(room: Room) -> None:
    """Wait until nobody else merges into this room or compacts it, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, room.pk % 2**31])


def _next_update_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('collab_update', 'id'))")
        (number,) = cursor.fetchone() or (0,)
    return int(number)
