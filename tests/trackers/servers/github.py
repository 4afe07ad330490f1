"""GitHub's issues: POST/GET/PATCH /repos/{owner}/{repo}/issues[/{number}[/comments]].

Whatever is asked of it, answered by it or sent from it is held against GitHub's published description; what does
not fit is in `wrong`, and fails the test.
"""

import json
from typing import Any

from tests.trackers.github_facts import Facts
from tests.trackers.servers.base import SECRET, TOKEN, FakeTracker, Refused, Request, iso, pages, segments, signature

FACTS = Facts()
REASON = {"done": "completed", "cancelled": "not_planned", "duplicate": "duplicate"}


class FakeGitHub(FakeTracker):
    kind = "github"
    project = "acme/shop"

    def answer(self, request: Request) -> tuple[int, Any]:
        self.wrong += FACTS.against_request(request.method, request.path, request.query, request.data)
        status, told = self._respond(request)
        self.wrong += FACTS.against_answer(request.method, request.path, status, told)
        return status, told

    def _respond(self, request: Request) -> tuple[int, Any]:  # noqa: C901 - a table of addresses
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            raise Refused(401)
        if not request.headers.get("user-agent"):
            raise Refused(403)
        match [request.method, *segments(request.path)]:
            case ["GET", "repos", "acme", "shop"]:
                return 200, {"full_name": "acme/shop", "has_issues": True}
            case ["GET", "repos", "acme", "shop", "issues"]:
                return 200, self._list(request.query)
            case ["POST", "repos", "acme", "shop", "issues"]:
                if set(request.data) - {"title", "body", "assignees", "labels", "milestone", "type"}:
                    raise Refused(422)
                return 201, self.issues[self._add(request.data["title"], request.data.get("body"))]
            case ["GET", "repos", "acme", "shop", "issues", key] if key in self.issues:
                return 200, self.issues[key]
            case ["PATCH", "repos", "acme", "shop", "issues", key] if key in self.issues:
                return 200, self._change(key, request.data)
            case ["POST", "repos", "acme", "shop", "issues", key, "comments"] if key in self.issues:
                self.comments.append((key, request.data["body"]))
                return 201, {"id": len(self.comments), "body": request.data["body"]}
        raise Refused(404)

    def _list(self, query: dict[str, str]) -> list[Any]:
        rows = [row for row in self.issues.values() if query.get("state", "open") in {"all", row["state"]}]
        rows = [row for row in rows if row["updated_at"] >= query.get("since", "")]
        rows.sort(key=lambda row: row["created_at"], reverse=query.get("direction", "desc") == "desc")
        return pages(rows, query, 30)

    def _change(self, key: str, data: dict[str, Any]) -> dict[str, Any]:
        issue = self.issues[key]
        if data.get("state") not in {None, "open", "closed"}:
            raise Refused(422)
        if data.get("state") and data["state"] != issue["state"]:  # a reason alone is ignored
            issue["state"] = data["state"]
            usual = "completed" if data["state"] == "closed" else "reopened"
            issue["state_reason"] = data.get("state_reason", usual)
        issue["updated_at"] = iso(self.tick())
        return issue

    def _add(self, title: str, body: str | None) -> str:
        number = len(self.issues) + 1
        at = iso(self.tick())
        self.issues[str(number)] = {
            "id": 9000 + number,
            "number": number,
            "title": title,
            "body": body,
            "state": "open",
            "state_reason": None,
            "assignee": None,
            "assignees": [],
            "html_url": self.page_of(str(number)),
            "created_at": at,
            "updated_at": at,
        }
        return str(number)

    def new_issue(self, title: str) -> str:
        return self._add(title, None)

    def page_of(self, key: str) -> str:
        return f"{self.origin}/acme/shop/issues/{key}"

    def set_state(self, key: str, state: str) -> None:
        issue = self.issues[key]
        issue["state"] = "open" if state == "open" else "closed"
        issue["state_reason"] = REASON.get(state, "reopened")
        issue["updated_at"] = iso(self.tick())

    def state_of(self, key: str) -> str:
        issue = self.issues[key]
        names = {reason: state for state, reason in REASON.items()}
        return "open" if issue["state"] == "open" else names[issue["state_reason"]]

    def assign(self, key: str, name: str) -> None:
        self.issues[key]["assignee"] = {"login": name}
        self.issues[key]["updated_at"] = iso(self.tick())

    def webhook(self, key: str, *, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
        issue = self.issues[key]
        told = {"action": "edited", "issue": issue, "repository": {"full_name": "Acme/Shop"}, "sender": {"login": "o"}}
        body = json.dumps(told).encode()
        headers = {"X-GitHub-Event": "issues", "X-Hub-Signature-256": f"sha256={signature(body, secret)}"}
        self.wrong += FACTS.against_webhook(headers, told)
        return body, headers
