"""GitLab's REST API, version 4, of gitlab.com or a server of your own.

An issue is open or closed there, and no more: one that is marked as a duplicate says of which, and one
that bears one of the connection's words as a label (`wontfix`, …) was cancelled. The marker stands in
the description, which the list can be searched for.
"""

import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from actions.trackers.choices import TicketState
from actions.trackers.http import Http
from actions.trackers.ticket import BadWebhook, Draft, Event, Ticket, TrackerError, day, moment

CANCELLED_LABELS = ("wontfix", "won't do", "won't fix", "not planned", "cancelled")


class GitLab:
    """Issues of one project, `group/name`."""

    def __init__(self, base_url: str, project: str, token: str, *, cancelled: tuple[str, ...] = ()) -> None:
        self.project = project.strip("/")
        self.base = urlsplit(base_url.rstrip("/"))
        self.cancelled = cancelled or CANCELLED_LABELS
        self.http = Http(base_url, {"PRIVATE-TOKEN": token})
        self._project = f"api/v4/projects/{quote(self.project, safe='')}"

    def check(self) -> str:
        found = self.http.get(self._project)
        return f"The project {found.get('path_with_namespace', self.project)} answers."

    def create(self, draft: Draft) -> Ticket:
        fields = {"title": draft.title, "description": draft.marked_body}
        if draft.due_on:
            fields["due_date"] = draft.due_on.isoformat()
        return self._ticket(self.http.send("POST", f"{self._project}/issues", fields))

    def find(self, draft: Draft, *, since: datetime) -> Ticket | None:
        del since
        found = self.http.get(f"{self._project}/issues", search=draft.label, **{"in": "description", "scope": "all"})
        ours = [issue for issue in found if draft.label in (issue.get("description") or "")]
        return self._ticket(min(ours, key=lambda issue: int(issue["iid"]))) if ours else None

    def fetch(self, key: str) -> Ticket:
        return self._ticket(self.http.get(f"{self._project}/issues/{key}"))

    def close(self, key: str, state: TicketState) -> Ticket:
        fields = {"state_event": "close"}
        if state != TicketState.DONE:
            fields["add_labels"] = self.cancelled[0]
        return self._change(key, fields)

    def reopen(self, key: str) -> Ticket:
        return self._change(key, {"state_event": "reopen", "remove_labels": ",".join(self.cancelled)})

    def comment(self, key: str, text: str) -> None:
        self.http.send("POST", f"{self._project}/issues/{key}/notes", {"body": text})

    def parse_url(self, url: str) -> str | None:
        parts = urlsplit(url.strip())
        prefix = self.base.path.rstrip("/")
        found = re.fullmatch(rf"{re.escape(prefix)}/(.+?)/-/(?:issues|work_items)/(\d{{1,12}})/?", parts.path)
        if found is None or parts.netloc.lower() != self.base.netloc.lower():
            return None
        return found[2] if found[1].casefold() == self.project.casefold() else None

    def verify_webhook(self, headers: Mapping[str, str], body: bytes, *, secret: str, now: datetime) -> None:
        """GitLab sends the secret itself, and signs nothing; so what it says is only a reason to ask."""
        del body, now
        if not secret or not hmac.compare_digest(secret.encode(), headers.get("x-gitlab-token", "").encode()):
            raise BadWebhook("The token is not right.")

    def parse_webhook(self, payload: Mapping[str, Any]) -> Event | None:
        told, project = payload.get("object_attributes") or {}, payload.get("project") or {}
        if payload.get("object_kind") not in {"issue", "work_item"} or not told.get("iid"):
            return None
        if str(project.get("path_with_namespace", "")).casefold() != self.project.casefold():
            return None
        return Event(str(told["iid"]), moment(told.get("updated_at")))

    def _change(self, key: str, fields: dict[str, str]) -> Ticket:
        return self._ticket(self.http.send("PUT", f"{self._project}/issues/{key}", fields))

    def _ticket(self, issue: Any) -> Ticket:
        try:
            state, words = TicketState.OPEN, "open"
            if issue["state"] == "closed":
                state, words = self._closed(issue)
            owners = [one.get("username", "") for one in issue.get("assignees") or []]
            return Ticket(
                key=str(issue["iid"]),
                url=issue["web_url"],
                state=state,
                words=words,
                updated_at=moment(issue["updated_at"]),
                owner=owners[0] if owners else "",
                due_on=day(issue.get("due_date")),
            )
        except (KeyError, TypeError, AttributeError):
            raise TrackerError("GitLab answered in a way we do not understand.") from None

    def _closed(self, issue: Mapping[str, Any]) -> tuple[TicketState, str]:
        if (issue.get("_links") or {}).get("closed_as_duplicate_of"):
            return TicketState.DUPLICATE, "closed as a duplicate"
        cancelled = {word.casefold() for word in self.cancelled}
        said = next((label for label in issue.get("labels") or [] if str(label).casefold() in cancelled), None)
        return (TicketState.CANCELLED, f"closed, {said}") if said else (TicketState.DONE, "closed")
