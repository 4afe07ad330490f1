"""Jira Cloud's REST API, version 3.

A status says by its *category* whether work is over, and the resolution how it ended: Done, Won't Do and
Duplicate are all "done" to the category alone. The marker is a label, which a search finds; the index is
some seconds behind, so a creation that may have come through is looked for no sooner than that.
"""

import base64
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from actions.trackers.choices import TicketState
from actions.trackers.http import Http
from actions.trackers.ticket import Draft, Event, Ticket, TrackerError, day, moment, verify_hmac

FIELDS = "summary,status,resolution,assignee,duedate,updated"
DUPLICATE = re.compile(r"duplicate", re.IGNORECASE)
CANCELLED = re.compile(
    r"cancel|won.?t|declined?|reject|abandon|obsolete|not (?:do|a bug|planned|needed)|cannot reproduce|invalid|incomplete",
    re.IGNORECASE,
)


class Jira:
    """Issues of one project, by its key."""

    def __init__(
        self, base_url: str, project: str, token: str, *, account: str, cancelled: tuple[str, ...] = ()
    ) -> None:
        self.project = project.strip().upper()
        self.base = urlsplit(base_url.rstrip("/"))
        self.cancelled = {word.casefold() for word in cancelled}
        signed = base64.b64encode(f"{account}:{token}".encode()).decode()
        self.http = Http(base_url, {"Authorization": f"Basic {signed}"})

    def check(self) -> str:
        found = self.http.get(f"rest/api/3/project/{quote(self.project)}")
        return f"The project {found.get('name', self.project)} answers."

    def create(self, draft: Draft) -> Ticket:
        fields: dict[str, Any] = {
            "project": {"key": self.project},
            "issuetype": {"name": "Task"},
            "summary": draft.title,
            "description": as_document(draft.body),
            "labels": [draft.label],
        }
        if draft.due_on:
            fields["duedate"] = draft.due_on.isoformat()
        made = self.http.send("POST", "rest/api/3/issue", {"fields": fields})
        return self.fetch(str((made or {}).get("key", "")))

    def find(self, draft: Draft, *, since: datetime) -> Ticket | None:
        del since
        question = f'project = "{self.project}" AND labels = "{draft.label}" ORDER BY created ASC'
        asked = {"jql": question, "fields": FIELDS.split(","), "maxResults": 2}
        found = self.http.send("POST", "rest/api/3/search/jql", asked)
        issues = (found or {}).get("issues") or []
        return self._ticket(issues[0]) if issues else None

    def fetch(self, key: str) -> Ticket:
        return self._ticket(self.http.get(f"rest/api/3/issue/{quote(key)}", fields=FIELDS))

    def close(self, key: str, state: TicketState) -> Ticket:
        return self._move(key, state)

    def reopen(self, key: str) -> Ticket:
        return self._move(key, TicketState.OPEN)

    def comment(self, key: str, text: str) -> None:
        self.http.send("POST", f"rest/api/3/issue/{quote(key)}/comment", {"body": as_document(text)})

    def parse_url(self, url: str) -> str | None:
        parts = urlsplit(url.strip())
        ours = rf"(?:/BROWSE/|/ISSUES/|SELECTEDISSUE=)({re.escape(self.project)}-\d{{1,12}})\b"
        found = re.search(ours, url.upper())
        return found[1] if found and parts.netloc.lower() == self.base.netloc.lower() else None

    def verify_webhook(self, headers: Mapping[str, str], body: bytes, *, secret: str, now: datetime) -> None:
        del now
        verify_hmac(body, secret=secret, given=headers.get("x-hub-signature", ""), prefix="sha256=")

    def parse_webhook(self, payload: Mapping[str, Any]) -> Event | None:
        issue = payload.get("issue") or {}
        key = str(issue.get("key", ""))
        if not key.startswith(f"{self.project}-"):
            return None
        updated = (issue.get("fields") or {}).get("updated")
        return Event(key, moment(updated) if updated else None)

    def _move(self, key: str, state: TicketState) -> Ticket:
        """Take the transition that leads there; which there are is the project's own affair."""
        found = self.http.get(f"rest/api/3/issue/{quote(key)}/transitions", expand="transitions.fields")
        transition, resolution = self._way(found.get("transitions") or [], state)
        change: dict[str, Any] = {"transition": {"id": transition}}
        if resolution:
            change["fields"] = {"resolution": {"name": resolution}}
        self.http.send("POST", f"rest/api/3/issue/{quote(key)}/transitions", change)
        return self.fetch(key)

    def _way(self, transitions: list[dict[str, Any]], state: TicketState) -> tuple[str, str]:
        """Return the transition, and the resolution to give on the way; the best fit first."""
        found: list[tuple[int, str, str]] = []
        for transition in transitions:
            to = transition.get("to") or {}
            over = (to.get("statusCategory") or {}).get("key") == "done"
            if over != (state != TicketState.OPEN):
                continue
            sort = self._ended(str(to.get("name", "")))
            allowed = ((transition.get("fields") or {}).get("resolution") or {}).get("allowedValues") or []
            names = [str(value.get("name", "")) for value in allowed]
            resolution = next((name for name in names if self._ended(name) == state), "") if over else ""
            if over and state == TicketState.CANCELLED and sort != state and not resolution:
                continue  # it would look as if it had been done
            found.append((0 if sort == state or resolution else 1, str(transition.get("id")), resolution))
        if not found:
            raise TrackerError("Jira offers no transition that leads there. Move the ticket by hand.", permanent=True)
        _, transition_id, resolution = min(found, key=lambda way: way[0])
        return transition_id, resolution

    def _ended(self, name: str) -> TicketState:
        if DUPLICATE.search(name):
            return TicketState.DUPLICATE
        if CANCELLED.search(name) or name.casefold() in self.cancelled:
            return TicketState.CANCELLED
        return TicketState.DONE

    def _ticket(self, issue: Any) -> Ticket:
        try:
            fields = issue["fields"]
            status, words = fields["status"], str(fields["status"]["name"])
            state = TicketState.OPEN
            if status["statusCategory"]["key"] == "done":
                resolution = (fields.get("resolution") or {}).get("name", "")
                state = self._ended(resolution or words)
                if state == TicketState.DONE:
                    state = self._ended(words)
                words = f"{words}, {resolution}" if resolution and resolution != words else words
            owner = fields.get("assignee") or {}
            return Ticket(
                key=str(issue["key"]),
                url=f"{self.base.scheme}://{self.base.netloc}{self.base.path}/browse/{issue['key']}",
                state=state,
                words=words[:100],
                updated_at=moment(fields["updated"]),
                owner=str(owner.get("emailAddress") or owner.get("displayName") or ""),
                due_on=day(fields.get("duedate")),
            )
        except (KeyError, TypeError, AttributeError):
            raise TrackerError("Jira answered in a way we do not understand.") from None


def as_document(text: str) -> dict[str, Any]:
    """Return text as Jira's own document format: a paragraph for each, line breaks within."""
    paragraphs = []
    for part in re.split(r"\n{2,}", text.strip()):
        content: list[dict[str, Any]] = []
        for line in part.split("\n"):
            content += [{"type": "hardBreak"}] if content else []
            content += _words(line)
        paragraphs.append({"type": "paragraph", "content": content})
    return {"type": "doc", "version": 1, "content": paragraphs}


def _words(line: str) -> list[dict[str, Any]]:
    parts = []
    for piece in re.split(r"(https?://\S+)", line):
        if piece.startswith("http"):
            parts.append({"type": "text", "text": piece, "marks": [{"type": "link", "attrs": {"href": piece}}]})
        elif piece:
            parts.append({"type": "text", "text": piece})
    return parts
