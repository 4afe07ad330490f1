"""Writing the file: actions in, text out."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import yaml

from actions.choices import ActionStatus
from actions.items_file.meaning import (
    OF_VERIFIED,
    OF_WONT_DO,
    OURS,
    STATUS_WORDS,
    Directory,
    alias_meant,
    day_meant,
    kind_meant,
    number_meant,
    priority_meant,
    says_verified,
    status_meant,
)
from actions.items_file.reading import LIST_KEYS
from actions.models import Action, ItemsFileHead

COMMENT = "# Actions of {incidents}, written by Second Story. Comments are not read back.\n"


class _Dumper(yaml.SafeDumper):
    """Quotes what other readers would take for a date or a truth, indents lists, never writes references."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, False)  # noqa: FBT003


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def file_text(actions: Iterable[Action], heads: Iterable[ItemsFileHead], directory: Directory) -> str:
    """Return the file of these actions, which come with their incident, owner and team, in the file's order."""
    rows = sorted(actions, key=_place)
    incidents = list(dict.fromkeys(action.incident.public_number for action in rows)) or ["no incident"]
    top: dict[str, Any] = {}
    list_key = LIST_KEYS[0]
    for head in reversed(list(heads)):  # of two files the first says what stands at the top
        top |= json.loads(head.values)
        list_key = head.list_key
    top[list_key] = [item_of(action, directory) for action in rows]
    body = yaml.dump(top, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)
    return COMMENT.format(incidents=", ".join(incidents)) + body


def _place(action: Action) -> tuple[bool, int, int]:
    """Where it stood in its file; what came later follows, by number."""
    position = action.extra.get("position")
    return position is None, position or 0, action.number


def item_as_written(action: Action) -> dict[str, Any]:
    """Return the item that this action last came from, or nothing."""
    written: dict[str, Any] = json.loads(action.extra.get("item", "{}"))
    return written


def item_of(action: Action, directory: Directory) -> dict[str, Any]:
    """Return the item of an action: each word as it was written where it still means the same, then ours."""
    written = item_as_written(action)
    ours = _our_words(action, directory)
    item: dict[str, Any] = {}
    for key, told in written.items():
        name = "severity" if key == "priority" else key
        if name not in OURS or _is_beside(name, action) or _means_the_same(name, told, action, directory):
            item[key] = told
        elif name in ours:
            item[key] = ours[name]
    said = {"severity" if key == "priority" else key for key in item}
    return item | {key: value for key, value in ours.items() if key not in said}


def _our_words(action: Action, directory: Directory) -> dict[str, Any]:
    """What we have to say, in our order; empty things are left out."""
    words: dict[str, Any] = {
        "id": action.alias,
        "title": action.title,
        "owner": directory.handle(action.owner) if action.owner else action.owner_as_written,
        "due": action.due_on.isoformat() if action.due_on else "",
        "severity": str(action.priority),
        "linked_incident": action.incident.public_number,
        "status": "verified" if action.verified_at else STATUS_WORDS[ActionStatus(action.status)],
        "outcome": action.outcome,
        "details": action.details,
        "kind": str(action.kind),
        "team": action.team.slug if action.team else "",
        "reason": action.reasoning if action.status == ActionStatus.WONT_DO else "",
        "decided_by": directory.handle(action.risk_accepted_by) if action.risk_accepted_by else "",
        "review_again_on": action.look_again_on.isoformat() if action.look_again_on else "",
        "reopen_if": action.reopen_if,
        "evidence": action.evidence if action.status == ActionStatus.DONE else "",
        "verified_on": _day(action.verified_at),
        "verification": action.verification,
        "created": _day(action.created_at),
        "closed": _day(action.settled_at),
        "ticket": _ticket(action),
    }
    return {key: value for key, value in words.items() if value}


def _day(at: datetime | None) -> str:
    return at.astimezone(UTC).date().isoformat() if at else ""


def _ticket(action: Action) -> dict[str, str]:
    """Return the ticket that the action has in a tracker, or nothing."""
    link = getattr(action, "ticket", None)
    if link is None or not link.key:
        return {}
    return {"provider": str(link.connection.kind), "key": link.key, "url": link.url}


def _is_beside(name: str, action: Action) -> bool:
    """Whether a word says what we have no place for as things stand: it stays, whatever it says."""
    if name in OF_WONT_DO:
        return action.status != ActionStatus.WONT_DO
    return (name in OF_VERIFIED and action.verified_at is None) or (name == "ticket" and not _ticket(action))


def _means_the_same(name: str, told: Any, action: Action, directory: Directory) -> bool:
    """Whether a word as written says what is so here; one that says nothing to us stays where we say nothing."""
    meanings: dict[str, tuple[Callable[[Any], Any], Any]] = {
        "id": (alias_meant, action.alias or None),
        "owner": (directory.person, action.owner),
        "due": (day_meant, action.due_on),
        "severity": (priority_meant, action.priority),
        "linked_incident": (lambda word: number_meant(word, "INC"), action.incident.number),
        "status": (status_meant, action.status),
        "kind": (kind_meant, action.kind or None),
        "team": (directory.team, action.team),
        "created": (day_meant, action.created_at.astimezone(UTC).date()),
        "decided_by": (directory.person, action.risk_accepted_by),
        "review_again_on": (day_meant, action.look_again_on),
        "verified_on": (day_meant, action.verified_at.astimezone(UTC).date() if action.verified_at else None),
        "closed": (day_meant, action.settled_at.astimezone(UTC).date() if action.settled_at else None),
    }
    if name == "status" and says_verified(told) != (action.verified_at is not None):
        return False
    if name == "ticket":
        return isinstance(told, dict) and told.get("url") == _ticket(action).get("url")
    if name not in meanings:
        here_said = _our_words(action, directory).get(name, "")
        return str(told or "").strip() == here_said or (not here_said and name in {"reason", "evidence"})
    meaning, here = meanings[name]
    meant = None if told is None else meaning(told)
    if meant is None:
        return here is None or name in {"id", "severity"}
    return bool(meant == here)
