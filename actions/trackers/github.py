"""GitHub's REST API, also of an Enterprise Server (`https://host/api/v3`).

Creation is made safe by listing: the marker stands in the body, and the issues of the repository since
the attempt began are read until it is found. (Its search would be shorter, and some seconds behind.)
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from actions.trackers.choices import TicketState
from actions.trackers.http import Http
from actions.trackers.ticket import Draft, Event, Ticket, TrackerError, moment, verify_hmac

PER_PAGE = 100
MOST_PAGES = 10
REASONS = {
    "not_planned": (TicketState.CANCELLED, "closed as not planned"),
    "duplicate": (TicketState.DUPLICATE, "closed as a duplicate"),
    "completed": (TicketState.DONE, "closed as completed"),
}


class GitHub:
    """Issues of one repository, `owner/name`."""

    def __init__(self, base_url: str, project: str, token: str) -> None:
        self.project = project.strip("/")
        self.site = "github.com" if "//api.github.com" in base_url else (urlsplit(base_url).netloc or "")
        self.http = Http(
            base_url,
            {
                "Authorization": f"Bearer {token}",
                "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )
        self._issues = f"repos/{quote(self.project)}/issues"

    def check(self) -> str:
        found = self.http.get(f"repos/{quote(self.project)}")
        if not found.get("has_issues", True):
            raise TrackerError("The repository has its issues turned off.", permanent=True)
        return f"The repository {found.get('full_name', self.project)} answers."

    def create(self, draft: Draft) -> Ticket:
        return self._ticket(self.http.send("POST", self._issues, {"title": draft.title, "body": draft.marked_body}))

    def find(self, draft: Draft, *, since: datetime) -> Ticket | None:
        start = (since - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")  # our clocks may differ
        for page in range(1, MOST_PAGES + 1):
            found = self.http.get(
                self._issues,
                state="all",
                sort="created",
                direction="desc",
                since=start,
                per_page=PER_PAGE,
                page=page,
            )
            for issue in found:
                if "pull_request" not in issue and draft.label in (issue.get("body") or ""):
                    return self._ticket(issue)
            if len(found) < PER_PAGE:
                return None
        raise TrackerError("There are too many new issues to say whether ours is among them.")

    def fetch(self, key: str) -> Ticket:
        return self._ticket(self.http.get(f"{self._issues}/{key}"))

    def close(self, key: str, state: TicketState) -> Ticket:
        reason = "completed" if state == TicketState.DONE else "not_planned"
        return self._change(key, {"state": "closed", "state_reason": reason})

    def reopen(self, key: str) -> Ticket:
        return self._change(key, {"state": "open", "state_reason": "reopened"})

    def comment(self, key: str, text: str) -> None:
        self.http.send("POST", f"{self._issues}/{key}/comments", {"body": text})

    def parse_url(self, url: str) -> str | None:
        parts = urlsplit(url.strip())
        found = re.fullmatch(r"/([^/]+/[^/]+)/issues/(\d{1,12})/?", parts.path)
        if found is None or parts.netloc.lower() not in {self.site, f"www.{self.site}"}:
            return None
        return found[2] if found[1].casefold() == self.project.casefold() else None

    def verify_webhook(self, headers: Mapping[str, str], body: bytes, *, secret: str, now: datetime) -> None:
        del now  # GitHub signs no time; the digest of the body tells a replay
        verify_hmac(body, secret=secret, given=headers.get("x-hub-signature-256", ""), prefix="sha256=")

    def parse_webhook(self, payload: Mapping[str, Any]) -> Event | None:
        issue, repository = payload.get("issue") or {}, payload.get("repository") or {}
        if str(repository.get("full_name", "")).casefold() != self.project.casefold() or not issue.get("number"):
            return None
        return Event(str(issue["number"]), moment(issue.get("updated_at")))

    def _change(self, key: str, fields: dict[str, str]) -> Ticket:
        return self._ticket(self.http.send("PATCH", f"{self._issues}/{key}", fields))

    @staticmethod
    def _ticket(issue: Any) -> Ticket:
        try:
            state, words = TicketState.OPEN, "open"
            if issue["state"] == "closed":
                reason = issue.get("state_reason") or "completed"
                state, words = REASONS.get(reason, (TicketState.CANCELLED, f"closed ({reason[:40]})"))
            owner = (issue.get("assignee") or {}).get("login", "")
            return Ticket(str(issue["number"]), issue["html_url"], state, words, moment(issue["updated_at"]), owner)
        except (KeyError, TypeError, AttributeError):
            raise TrackerError("GitHub answered in a way we do not understand.") from None
