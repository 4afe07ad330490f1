"""Linear's GraphQL, as far as our documents go: teams, issue, issueCreate, issueUpdate, commentCreate."""

import json
import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from tests.trackers.servers.base import SECRET, TOKEN, FakeTracker, Refused, Request, iso, signature

STATES = {
    "s-backlog": ("backlog", "Backlog", 0),
    "s-todo": ("unstarted", "Todo", 1),
    "s-doing": ("started", "In Progress", 2),
    "s-done": ("completed", "Done", 3),
    "s-cancelled": ("canceled", "Canceled", 4),
    "s-duplicate": ("duplicate", "Duplicate", 5),
}
BY_STATE = {"open": "s-doing", "done": "s-done", "cancelled": "s-cancelled", "duplicate": "s-duplicate"}


class FakeLinear(FakeTracker):
    kind = "linear"
    project = "ENG"

    @property
    def base_url(self) -> str:
        return f"{self.origin}/graphql"

    def answer(self, request: Request) -> tuple[int, Any]:
        if request.headers.get("authorization") != TOKEN:
            raise Refused(401)
        if (request.method, request.path) != ("POST", "/graphql"):
            raise Refused(404)
        asked, given = request.data["query"], request.data["variables"]
        field = re.search(r"\{\s*(\w+)", asked)
        assert field is not None
        answer = getattr(self, f"_{field[1]}", None)
        if answer is None:
            return 400, {
                "errors": [{"message": "Cannot query field", "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}]
            }
        try:
            return 200, {"data": {field[1]: answer(given)}}
        except LookupError:
            told = {"type": "invalid input", "code": "INPUT_ERROR", "userPresentableMessage": "Could not find it."}
            return 200, {"errors": [{"message": "Entity not found: Issue", "extensions": told}], "data": None}
        except ValueError as error:
            return 200, {"errors": [{"message": str(error), "extensions": {"code": "INVALID_INPUT"}}], "data": None}

    def _teams(self, given: dict[str, Any]) -> dict[str, Any]:
        nodes = [{"id": "team-1", "key": "ENG", "name": "Engineering"}] if given["key"] == "ENG" else []
        return {"nodes": nodes}

    def _find(self, told: str) -> dict[str, Any]:
        return next(row for row in self.issues.values() if told in {row["id"], row["identifier"]})

    def _issue(self, given: dict[str, Any]) -> dict[str, Any]:
        try:
            issue = self._find(given["id"])
        except StopIteration:
            raise LookupError from None
        kinds = [{"id": pk, "type": t, "name": n, "position": p} for pk, (t, n, p) in STATES.items()]
        return {**issue, "team": {"states": {"nodes": kinds}}}

    def _issueCreate(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - the name of the field
        fields = given["input"]
        if set(fields) - {"id", "teamId", "title", "description", "dueDate"} or fields["teamId"] != "team-1":
            raise ValueError("Argument Validation Error")
        if UUID(fields["id"]).version != 4:
            raise ValueError("id must be a UUID")
        if any(row["id"] == fields["id"] for row in self.issues.values()):
            raise ValueError("Entity already exists")
        key = self._add(fields["title"], fields["id"], fields.get("description", ""), fields.get("dueDate"))
        return {"success": True, "issue": self.issues[key]}

    def _issueUpdate(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        issue = self._find(given["id"])
        self._put(issue, given["input"]["stateId"])
        return {"success": True, "issue": issue}

    def _commentCreate(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        self.comments.append((given["input"]["issueId"], given["input"]["body"]))
        return {"success": True}

    def _put(self, issue: dict[str, Any], state: str) -> None:
        kind, name, _ = STATES[state]
        issue["state"] = {"type": kind, "name": name}
        issue["updatedAt"] = iso(self.tick())

    def _add(self, title: str, pk: str, description: str = "", due: str | None = None) -> str:
        key = f"ENG-{len(self.issues) + 1}"
        self.issues[key] = {
            "id": pk,
            "identifier": key,
            "title": title,
            "description": description,
            "url": self.page_of(key),
            "assignee": None,
            "dueDate": due,
        }
        self._put(self.issues[key], "s-backlog")
        return key

    def new_issue(self, title: str) -> str:
        return self._add(title, str(uuid4()))

    def page_of(self, key: str) -> str:
        return f"https://linear.app/acme/issue/{key}/some-title"

    def set_state(self, key: str, state: str) -> None:
        self._put(self.issues[key], BY_STATE[state])

    def state_of(self, key: str) -> str:
        kind = self.issues[key]["state"]["type"]
        return {"completed": "done", "canceled": "cancelled", "duplicate": "duplicate"}.get(kind, "open")

    def assign(self, key: str, name: str) -> None:
        self.issues[key]["assignee"] = {"name": name, "email": name}
        self.issues[key]["updatedAt"] = iso(self.tick())

    def webhook(self, key: str, *, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
        issue = self.issues[key]
        told = {
            "action": "update",
            "type": "Issue",
            "data": {**issue, "team": {"key": "ENG"}},
            "webhookTimestamp": int(datetime.now(UTC).timestamp() * 1000),
            "webhookId": "w",
        }
        body = json.dumps(told).encode()
        return body, {"Linear-Signature": signature(body, secret)}
