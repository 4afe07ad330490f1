"""Jira Cloud's issues: /rest/api/3/issue, its transitions and comments, and the search by JQL."""

import base64
import json
import re
from typing import Any

from tests.trackers.servers.base import SECRET, TOKEN, FakeTracker, Refused, Request, segments, signature

ACCOUNT = "bot@example.org"
STATUSES = {"To Do": "new", "In Progress": "indeterminate", "Done": "done", "Cancelled": "done"}
RESOLUTION = {"done": "Done", "cancelled": "Won't Do", "duplicate": "Duplicate"}
TRANSITIONS = {
    "11": ("To Do", []),
    "21": ("In Progress", []),
    "31": ("Done", ["Done", "Won't Do", "Duplicate"]),
}


class FakeJira(FakeTracker):
    kind = "jira"
    project = "OPS"
    account = ACCOUNT

    def __init__(self) -> None:
        super().__init__()
        self.transitions = dict(TRANSITIONS)
        self.index_is_behind = False

    def answer(self, request: Request) -> tuple[int, Any]:  # noqa: C901, PLR0911 - a table of addresses
        signed = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {signed}":
            raise Refused(401)
        match [request.method, *segments(request.path)]:
            case ["GET", "rest", "api", "3", "project", "OPS"]:
                return 200, {"key": "OPS", "name": "Operations"}
            case ["POST", "rest", "api", "3", "issue"]:
                key = self._create(request.data["fields"])
                return 201, {"id": "10001", "key": key, "self": f"{self.origin}/rest/api/3/issue/10001"}
            case ["POST", "rest", "api", "3", "search", "jql"]:
                return 200, self._search(request.data)
            case ["GET", "rest", "api", "3", "issue", key] if key in self.issues:
                fields = self.issues[key]["fields"]
                wanted = request.query.get("fields", ",".join(fields)).split(",")
                return 200, {"key": key, "fields": {name: fields.get(name) for name in wanted}}
            case ["GET", "rest", "api", "3", "issue", key, "transitions"] if key in self.issues:
                return 200, {"transitions": self._ways(with_fields="fields" in request.query.get("expand", ""))}
            case ["POST", "rest", "api", "3", "issue", key, "transitions"] if key in self.issues:
                self._transit(key, request.data)
                return 204, None
            case ["POST", "rest", "api", "3", "issue", key, "comment"] if key in self.issues:
                if request.data["body"].get("type") != "doc":
                    raise Refused(400)
                self.comments.append((key, json.dumps(request.data["body"])))
                return 201, {"id": "1"}
        raise Refused(404)

    def _create(self, fields: dict[str, Any]) -> str:
        if fields["project"] != {"key": "OPS"} or fields["issuetype"] != {"name": "Task"}:
            raise Refused(400)
        if fields["description"]["type"] != "doc" or any(" " in label for label in fields["labels"]):
            raise Refused(400)
        return self._add(fields["summary"], fields["description"], fields["labels"], fields.get("duedate"))

    def _search(self, data: dict[str, Any]) -> dict[str, Any]:
        asked = re.fullmatch(r'project = "(\w+)" AND labels = "([\w-]+)" ORDER BY created ASC', data["jql"])
        if asked is None:
            raise Refused(400)
        rows = [row for row in self.issues.values() if asked[2] in row["fields"]["labels"]]
        if self.index_is_behind:
            rows = []
        wanted = data.get("fields") or []  # without it only ids come back
        found = [{"key": row["key"], "fields": {name: row["fields"].get(name) for name in wanted}} for row in rows]
        return {"issues": found[: data.get("maxResults", 50)], "isLast": True}

    def _ways(self, *, with_fields: bool) -> list[dict[str, Any]]:
        ways = []
        for number, (name, resolutions) in self.transitions.items():
            way: dict[str, Any] = {"id": number, "name": name, "to": _status(name)}
            if with_fields:
                values = [{"name": one} for one in resolutions]
                way["fields"] = {"resolution": {"required": True, "allowedValues": values}} if values else {}
            ways.append(way)
        return ways

    def _transit(self, key: str, data: dict[str, Any]) -> None:
        name, resolutions = self.transitions[data["transition"]["id"]]
        given = ((data.get("fields") or {}).get("resolution") or {}).get("name")
        if given and given not in resolutions:
            raise Refused(400)
        fields = self.issues[key]["fields"]
        fields["status"] = _status(name)
        over = STATUSES[name] == "done"
        fields["resolution"] = {"name": given or "Done"} if over else None
        fields["updated"] = self._stamp()

    def _stamp(self) -> str:
        return self.tick().strftime("%Y-%m-%dT%H:%M:%S.000+0000")

    def _add(self, summary: str, description: Any = None, labels: list[str] | None = None, due: Any = None) -> str:
        key = f"OPS-{len(self.issues) + 1}"
        self.issues[key] = {
            "key": key,
            "fields": {
                "summary": summary,
                "description": description,
                "labels": labels or [],
                "status": _status("To Do"),
                "resolution": None,
                "assignee": None,
                "duedate": due,
                "updated": self._stamp(),
            },
        }
        return key

    def new_issue(self, title: str) -> str:
        return self._add(title)

    def page_of(self, key: str) -> str:
        return f"{self.origin}/browse/{key}"

    def set_state(self, key: str, state: str) -> None:
        fields = self.issues[key]["fields"]
        fields["status"] = _status("In Progress" if state == "open" else "Done")
        fields["resolution"] = {"name": RESOLUTION[state]} if state != "open" else None
        fields["updated"] = self._stamp()

    def state_of(self, key: str) -> str:
        fields = self.issues[key]["fields"]
        if fields["status"]["statusCategory"]["key"] != "done":
            return "open"
        return {name: state for state, name in RESOLUTION.items()}[fields["resolution"]["name"]]

    def assign(self, key: str, name: str) -> None:
        self.issues[key]["fields"]["assignee"] = {"accountId": "1", "displayName": name}
        self.issues[key]["fields"]["updated"] = self._stamp()

    def webhook(self, key: str, *, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
        told = {
            "timestamp": int(self.now.timestamp() * 1000),
            "webhookEvent": "jira:issue_updated",
            "issue": {"key": key, "fields": self.issues[key]["fields"]},
        }
        body = json.dumps(told).encode()
        return body, {"X-Hub-Signature": f"sha256={signature(body, secret)}"}


def _status(name: str) -> dict[str, Any]:
    return {"name": name, "statusCategory": {"key": STATUSES[name]}}
