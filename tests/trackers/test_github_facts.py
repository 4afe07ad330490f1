"""That the facts of GitHub's description would catch us; that we keep to them is held by every test with its server."""

from typing import Any

import pytest

from tests.trackers.github_facts import Facts

FACTS = Facts()
ISSUES = "/repos/acme/shop/issues"
ISSUE: dict[str, Any] = {
    "id": 9001,
    "number": 1,
    "title": "Alert on queue age",
    "state": "open",
    "assignee": None,
    "html_url": "https://github.com/acme/shop/issues/1",
    "created_at": "2026-11-26T12:00:00Z",
    "updated_at": "2026-11-26T12:00:00Z",
}


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "wrong"),
    [
        ("POST", ISSUES, {}, {"title": "Alert"}, ""),
        ("POST", ISSUES, {}, {"body": "Alert"}, "title is missing"),
        ("POST", ISSUES, {}, None, "wants a body"),
        ("POST", ISSUES, {}, {"title": "Alert", "summary": "x"}, "summary is not known"),
        ("PUT", f"{ISSUES}/1", {}, {"state": "closed"}, "is not described"),
        ("PATCH", f"{ISSUES}/1", {}, {"state": "done"}, "is one of"),
        ("PATCH", f"{ISSUES}/1", {}, {"state": "closed", "state_reason": "cancelled"}, "is one of"),
        ("GET", ISSUES, {"per_page": "100", "since": "2026-11-26T12:00:00Z"}, None, ""),
        ("GET", ISSUES, {"since": "26 November"}, None, "is a moment"),
        ("GET", ISSUES, {"order": "asc"}, None, "?order is not described"),
    ],
)
def test_a_request_is_held_against_the_description(
    method: str, path: str, query: dict[str, str], body: Any, wrong: str
) -> None:
    found = FACTS.against_request(method, path, query, body)
    assert [each for each in found if wrong in each] == found
    assert bool(found) is bool(wrong)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, ""),
        ({"number": "1"}, "number is integer"),
        ({"state_reason": "cancelled"}, "is one of"),
        ({"assignee": {}}, "login is missing"),
        ({"updated_at": None}, "cannot be null"),
        ({"closed_as": "done"}, "closed_as is not known"),
    ],
)
def test_an_answer_is_held_against_the_description(change: dict[str, Any], wrong: str) -> None:
    found = FACTS.against_answer("GET", f"{ISSUES}/1", 200, ISSUE | change)
    assert all(wrong in each for each in found)
    assert bool(found) is bool(wrong)
    assert FACTS.against_answer("GET", f"{ISSUES}/1", 202, ISSUE)


def test_a_webhook_is_held_against_the_description() -> None:
    told = {"action": "edited", "issue": ISSUE, "repository": {"full_name": "acme/shop"}, "sender": {}}
    assert any("assignees is missing" in each for each in FACTS.against_webhook({"X-Hub-Signature-256": ""}, told))
    told["issue"] = ISSUE | {"assignees": [], "body": None}
    assert not FACTS.against_webhook({"X-Hub-Signature-256": ""}, told)
    assert FACTS.against_webhook({"X-Hub-Signature": ""}, told)
    assert FACTS.against_webhook({"X-Hub-Signature-256": ""}, told | {"action": "done"})
