"""GitLab's issues: /api/v4/projects/{id or encoded path}/issues[/{iid}[/notes]]."""

import json
from typing import Any

from tests.trackers.servers.base import SECRET, TOKEN, FakeTracker, Refused, Request, iso, pages, segments


class FakeGitLab(FakeTracker):
    kind = "gitlab"
    project = "acme/platform/shop"

    def answer(self, request: Request) -> tuple[int, Any]:
        if request.headers.get("private-token") != TOKEN:
            raise Refused(401)
        match [request.method, *segments(request.path)]:
            case ["GET", "api", "v4", "projects", self.project]:
                return 200, {"id": 5, "path_with_namespace": self.project}
            case ["GET", "api", "v4", "projects", self.project, "issues"]:
                return 200, self._list(request.query)
            case ["POST", "api", "v4", "projects", self.project, "issues"]:
                return 201, self.issues[self._add(**request.data)]
            case ["GET", "api", "v4", "projects", self.project, "issues", key] if key in self.issues:
                return 200, self.issues[key]
            case ["PUT", "api", "v4", "projects", self.project, "issues", key] if key in self.issues:
                return 200, self._change(key, request.data)
            case ["POST", "api", "v4", "projects", self.project, "issues", key, "notes"] if key in self.issues:
                self.comments.append((key, request.data["body"]))
                return 201, {"id": len(self.comments)}
        raise Refused(404)

    def _list(self, query: dict[str, str]) -> list[Any]:
        rows = list(self.issues.values())
        if words := query.get("search"):
            places = query.get("in", "title,description").split(",")
            rows = [row for row in rows if any(words in (row[place] or "") for place in places)]
        return pages(rows[::-1], query, 20)

    def _change(self, key: str, data: dict[str, Any]) -> dict[str, Any]:
        issue = self.issues[key]
        match data.get("state_event"):
            case "close":
                issue["state"] = "closed"
            case "reopen":
                issue["state"], issue["_links"]["closed_as_duplicate_of"] = "opened", None
        removed = set(data.get("remove_labels", "").split(","))
        added = [label for label in data.get("add_labels", "").split(",") if label]
        issue["labels"] = [label for label in issue["labels"] if label not in removed] + added
        issue["updated_at"] = iso(self.tick())
        return issue

    def _add(self, title: str, description: str = "", due_date: str | None = None) -> str:
        iid = len(self.issues) + 1
        at = iso(self.tick())
        self.issues[str(iid)] = {
            "id": 7000 + iid,
            "iid": iid,
            "title": title,
            "description": description,
            "state": "opened",
            "labels": [],
            "assignees": [],
            "due_date": due_date,
            "web_url": self.page_of(str(iid)),
            "created_at": at,
            "updated_at": at,
            "_links": {"closed_as_duplicate_of": None},
        }
        return str(iid)

    def new_issue(self, title: str) -> str:
        return self._add(title)

    def page_of(self, key: str) -> str:
        return f"{self.origin}/{self.project}/-/issues/{key}"

    def set_state(self, key: str, state: str) -> None:
        issue = self.issues[key]
        issue["state"] = "opened" if state == "open" else "closed"
        issue["labels"] = ["wontfix"] if state == "cancelled" else []
        of = f"{self.origin}/api/v4/projects/5/issues/75" if state == "duplicate" else None
        issue["_links"]["closed_as_duplicate_of"] = of
        issue["updated_at"] = iso(self.tick())

    def state_of(self, key: str) -> str:
        issue = self.issues[key]
        if issue["state"] == "opened":
            return "open"
        if issue["_links"]["closed_as_duplicate_of"]:
            return "duplicate"
        return "cancelled" if "wontfix" in issue["labels"] else "done"

    def assign(self, key: str, name: str) -> None:
        self.issues[key]["assignees"] = [{"username": name}]
        self.issues[key]["updated_at"] = iso(self.tick())

    def webhook(self, key: str, *, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
        issue = self.issues[key]
        at = issue["updated_at"].replace("T", " ").replace("Z", " UTC")
        told = {
            "object_kind": "issue",
            "project": {"id": 5, "path_with_namespace": self.project},
            "object_attributes": {"iid": issue["iid"], "state": issue["state"], "action": "update", "updated_at": at},
        }
        return json.dumps(told).encode(), {"X-Gitlab-Event": "Issue Hook", "X-Gitlab-Token": secret}
