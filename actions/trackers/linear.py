"""Linear's GraphQL API.

The id of an issue may be given by who makes it: our marker is that id, so a second creation is refused,
and the first is found by asking for it. Done, cancelled and duplicate are types of states.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from actions.trackers.choices import TicketState
from actions.trackers.http import Http
from actions.trackers.ticket import BadWebhook, Draft, Event, Ticket, TrackerError, day, moment, verify_hmac

ISSUE = "id identifier url state { type name } assignee { name email } dueDate updatedAt"
TYPES = {
    "completed": TicketState.DONE,
    "canceled": TicketState.CANCELLED,
    "duplicate": TicketState.DUPLICATE,
}
OPEN_TYPES = ("unstarted", "started", "backlog", "triage")
OLDEST = timedelta(minutes=5)
"""A webhook says when it was sent; older ones are somebody's recording."""


class Linear:
    """Issues of one team, by its key."""

    def __init__(self, base_url: str, project: str, token: str) -> None:
        self.team = project.strip().upper()
        self.http = Http(base_url, {"Authorization": token})

    def check(self) -> str:
        return f"The team {self._team()['name']} answers."

    def create(self, draft: Draft) -> Ticket:
        fields = {
            "id": str(draft.marker),
            "teamId": self._team()["id"],
            "title": draft.title,
            "description": draft.body,
            "dueDate": draft.due_on.isoformat() if draft.due_on else None,
        }
        made = self._ask(
            f"mutation($input: IssueCreateInput!) {{ issueCreate(input: $input) {{ success issue {{ {ISSUE} }} }} }}",
            input={name: value for name, value in fields.items() if value is not None},
        )
        return self._ticket((made.get("issueCreate") or {}).get("issue"))

    def find(self, draft: Draft, *, since: datetime) -> Ticket | None:
        del since
        try:
            return self.fetch(str(draft.marker))
        except TrackerError as error:
            if error.missing:
                return None
            raise

    def fetch(self, key: str) -> Ticket:
        found = self._ask(f"query($id: String!) {{ issue(id: $id) {{ {ISSUE} }} }}", id=key)
        return self._ticket(found.get("issue"))

    def close(self, key: str, state: TicketState) -> Ticket:
        return self._move(key, ("completed",) if state == TicketState.DONE else ("canceled",))

    def reopen(self, key: str) -> Ticket:
        return self._move(key, OPEN_TYPES)

    def comment(self, key: str, text: str) -> None:
        self._ask(
            "mutation($input: CommentCreateInput!) { commentCreate(input: $input) { success } }",
            input={"issueId": key, "body": text},
        )

    def parse_url(self, url: str) -> str | None:
        parts = urlsplit(url.strip())
        found = re.fullmatch(rf"/[^/]+/issue/({re.escape(self.team)}-\d{{1,12}})(?:/.*)?", parts.path, re.IGNORECASE)
        return found[1].upper() if found and parts.netloc.lower() == "linear.app" else None

    def verify_webhook(self, headers: Mapping[str, str], body: bytes, *, secret: str, now: datetime) -> None:
        verify_hmac(body, secret=secret, given=headers.get("linear-signature", ""))
        try:
            sent = int(json.loads(body)["webhookTimestamp"]) / 1000
        except (ValueError, KeyError, TypeError):
            raise BadWebhook("It does not say when it was sent.") from None
        if abs(now.timestamp() - sent) > OLDEST.total_seconds():
            raise BadWebhook("It is too old.")

    def parse_webhook(self, payload: Mapping[str, Any]) -> Event | None:
        told = payload.get("data") or {}
        key = str(told.get("identifier", ""))
        if payload.get("type") != "Issue" or key.partition("-")[0] != self.team:
            return None
        return Event(key, moment(told.get("updatedAt")))

    def _team(self) -> dict[str, Any]:
        found = self._ask(
            "query($key: String!) { teams(filter: { key: { eq: $key } }) { nodes { id key name } } }", key=self.team
        )
        teams: list[dict[str, Any]] = (found.get("teams") or {}).get("nodes") or []
        if not teams:
            raise TrackerError("Linear knows no team of this key, or our token may not see it.", permanent=True)
        return teams[0]

    def _move(self, key: str, types: tuple[str, ...]) -> Ticket:
        found = self._ask(
            "query($id: String!) { issue(id: $id) { id team { states { nodes { id type name position } } } } }", id=key
        )
        issue = found.get("issue") or {}
        states = ((issue.get("team") or {}).get("states") or {}).get("nodes") or []
        fitting = [state for state in states if state.get("type") in types]
        if not fitting:
            raise TrackerError("The team has no such state. Move the ticket by hand.", permanent=True)
        first = min(fitting, key=lambda state: (types.index(state["type"]), state.get("position") or 0))
        moved = self._ask(
            "mutation($id: String!, $input: IssueUpdateInput!) "
            f"{{ issueUpdate(id: $id, input: $input) {{ success issue {{ {ISSUE} }} }} }}",
            id=issue["id"],
            input={"stateId": first["id"]},
        )
        return self._ticket((moved.get("issueUpdate") or {}).get("issue"))

    def _ask(self, question: str, **variables: Any) -> dict[str, Any]:
        """Ask, and raise what stands in `errors`: GraphQL refuses with 200."""
        told = self.http.send("POST", "", {"query": question, "variables": variables}) or {}
        errors = told.get("errors") or []
        if errors:
            raise _refusal(errors[0])
        data: dict[str, Any] = told.get("data") or {}
        return data

    @staticmethod
    def _ticket(issue: Any) -> Ticket:
        try:
            owner = issue.get("assignee") or {}
            return Ticket(
                key=str(issue["identifier"]),
                url=issue["url"],
                state=TYPES.get(issue["state"]["type"], TicketState.OPEN),
                words=str(issue["state"]["name"])[:100],
                updated_at=moment(issue["updatedAt"]),
                owner=str(owner.get("email") or owner.get("name") or ""),
                due_on=day(issue.get("dueDate")),
            )
        except (KeyError, TypeError, AttributeError):
            raise TrackerError("Linear answered in a way we do not understand.") from None


def _refusal(error: Mapping[str, Any]) -> TrackerError:
    told = error.get("extensions") or {}
    code = str(told.get("code") or told.get("type") or "").upper().replace(" ", "_")
    if "NOT_FOUND" in str(error.get("message", "")).upper().replace(" ", "_"):
        return TrackerError("Linear knows no such ticket.", permanent=True, missing=True)
    if "AUTHENTICATION" in code:
        return TrackerError("The tracker does not accept our token.", permanent=True)
    if "RATELIMITED" in code:
        return TrackerError("The tracker asks us to wait.")
    return TrackerError("Linear refused it.", permanent=code in {"INVALID_INPUT", "FORBIDDEN", "INPUTERROR"})
