"""What GitHub's published description says of the requests we make and the fields we read.

`github.json` beside this file holds those facts and nothing else. Maintainers make it anew from the description,
which comes in an npm package:

    npm install --no-save @octokit/openapi
    python -m tests.trackers.github_facts node_modules/@octokit/openapi
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).with_name("github.json")
ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}"
REQUESTS = {
    ("get", "/repos/{owner}/{repo}"): ["full_name", "has_issues"],
    ("get", "/repos/{owner}/{repo}/issues"): ["*"],
    ("post", "/repos/{owner}/{repo}/issues"): ["*"],
    ("get", ISSUE): ["*"],
    ("patch", ISSUE): ["*"],
    ("post", f"{ISSUE}/comments"): ["id", "body"],
}
OF_AN_ISSUE = [
    *("id", "number", "title", "body", "state", "state_reason", "html_url", "created_at", "updated_at"),
    *("assignee", "assignees", "pull_request"),
]
EVENTS = ["issues-opened", "issues-edited", "issues-closed", "issues-reopened", "issues-assigned", "issues-deleted"]
KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
    "number": (int, float),
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


# --- asking the facts ------------------------------------------------------------------------------------
class Facts:
    """The facts, and what does not fit them."""

    def __init__(self) -> None:
        self.told: dict[str, Any] = json.loads(HERE.read_text())

    def of_request(self, method: str, path: str) -> dict[str, Any] | None:
        """Return what is said of a request; None where there is no such thing."""
        for found in self.told["requests"]:
            pattern = re.sub(r"\{[a-z_]+\}", "[^/]+", found["path"])
            if found["method"] == method.lower() and re.fullmatch(pattern, path):
                return dict(found)
        return None

    def against_request(self, method: str, path: str, query: dict[str, str], body: Any) -> list[str]:
        """Return what is wrong with a request: an address, a parameter or a field that GitHub does not know."""
        facts = self.of_request(method, path)
        if facts is None:
            return [f"{method} {path} is not described"]
        wrong = []
        for name, text in query.items():
            known = facts["query"].get(name)
            value: Any = int(text) if known and known.get("type") == "integer" and text.isdecimal() else text
            wrong += [f"{method} {path}: ?{name} is not described"] if known is None else against(known, value, name)
        if body is not None:
            wrong += against({"type": "object", **facts["body"]}, body, f"{method} {path}")
        elif facts["body"].get("required"):
            wrong.append(f"{method} {path} wants a body")
        return wrong

    def against_answer(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """Return what is wrong with an answer that our small server gave."""
        facts = self.of_request(method, path)
        if facts is None or str(status) not in facts["answers"]:
            return [f"{method} {path} does not answer with {status}"]
        return against(facts["answers"][str(status)], body, f"{method} {path}")

    def against_webhook(self, headers: dict[str, str], body: Any) -> list[str]:
        """Return what is wrong with a webhook as our small server sends it."""
        wrong = [
            f"there is no header {name}" for name in headers if name.lower() not in self.told["webhook"]["headers"]
        ]
        return wrong + against(self.told["webhook"]["body"], body, "webhook")


def against(facts: dict[str, Any], value: Any, where: str) -> list[str]:
    """Return where a value does not fit what is said of it. An object has the fields that are told, and no others."""
    if value is None:
        return [] if facts.get("nullable") else [f"{where} cannot be null"]
    if "any" in facts:
        return min((against(one, value, where) for one in facts["any"]), key=len)
    kind = KINDS[facts["type"]]
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        return [f"{where} is {facts['type']}, not {value!r}"]
    if "enum" in facts and value not in facts["enum"]:
        return [f"{where} is one of {facts['enum']}, not {value!r}"]
    if facts.get("format") == "date-time" and not MOMENT.fullmatch(str(value)):
        return [f"{where} is a moment, not {value!r}"]
    return _inside(facts, value, where)


def _inside(facts: dict[str, Any], value: Any, where: str) -> list[str]:
    wrong = []
    if facts["type"] == "array" and "items" in facts:
        wrong += [each for one in value for each in against(facts["items"], one, f"{where}[]")]
    if facts["type"] == "object" and "properties" in facts:
        wrong += [f"{where}: {name} is missing" for name in facts.get("required", ()) if name not in value]
        for name, one in value.items():
            known = facts["properties"].get(name)
            wrong += [f"{where}: {name} is not known"] if known is None else against(known, one, f"{where}.{name}")
    return wrong


# --- making them, from the description --------------------------------------------------------------------
class _Description:
    def __init__(self, package: Path) -> None:
        self.told = json.loads((package / "generated" / "api.github.com.json").read_text())
        self.name = "@octokit/openapi " + json.loads((package / "package.json").read_text())["version"]

    def resolved(self, part: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in part:
            found: Any = self.told
            for key in part["$ref"].removeprefix("#/").split("/"):
                found = found[key.replace("~1", "/")]
            part = found
        return part

    def fact(self, part: dict[str, Any], fields: list[str] | None = None) -> dict[str, Any]:
        """Return what is said of a value: its kind, and of an object the wanted fields."""
        part = self.resolved(part)
        if several := part.get("oneOf") or part.get("anyOf"):
            return {"any": [self.fact(one, fields) for one in several]} | self._nullable(part)
        if "allOf" in part:
            return self._merged([self.fact(one, fields) for one in part["allOf"]])
        kind = part.get("type") or ("object" if "properties" in part else "string")
        found: dict[str, Any] = {"type": kind} | self._nullable(part)
        if "enum" in part:
            found["enum"] = [word for word in part["enum"] if word is not None]
        if part.get("format") == "date-time":
            found["format"] = "date-time"
        if kind == "array" and fields is not None:
            found["items"] = self.fact(part["items"], fields)
        if kind == "object" and fields is not None:
            known = part.get("properties", {})
            inner = {"assignee": ["login"], "assignees": ["login"], "issue": OF_AN_ISSUE, "repository": ["full_name"]}
            found["properties"] = {name: self.fact(known[name], inner.get(name)) for name in fields if name in known}
            found["required"] = [name for name in part.get("required", []) if name in found["properties"]]
        return found

    @staticmethod
    def _nullable(part: dict[str, Any]) -> dict[str, Any]:
        return {"nullable": True} if part.get("nullable") else {}

    @staticmethod
    def _merged(parts: list[dict[str, Any]]) -> dict[str, Any]:
        found = parts[0]
        for part in parts[1:]:
            found["properties"] = found.get("properties", {}) | part.get("properties", {})
            found["required"] = sorted({*found.get("required", []), *part.get("required", [])})
        return found

    def request(self, method: str, path: str, fields: list[str]) -> dict[str, Any]:
        told = self.told["paths"][path][method]
        query = [p for p in map(self.resolved, told.get("parameters", [])) if p["in"] == "query"]
        body = told.get("requestBody")
        sent = self.resolved(body["content"]["application/json"]["schema"]) if body else {}
        answers = {}
        for status, answer in told["responses"].items():
            content = self.resolved(answer).get("content", {}).get("application/json")
            if status.startswith("2") and content:
                answers[status] = self.fact(content["schema"], OF_AN_ISSUE if fields == ["*"] else fields)
        return {
            "method": method,
            "path": path,
            "query": {p["name"]: self.fact(p["schema"]) for p in query},
            "body": {
                "properties": {name: self.fact(one) for name, one in sent.get("properties", {}).items()},
                "required": sent.get("required", []),
            },
            "answers": answers,
        }

    def webhook(self) -> dict[str, Any]:
        headers, actions, body = set(), set(), {}
        for event in EVENTS:
            told = self.told["x-webhooks"][event]["post"]
            headers |= {p["name"].lower() for p in told["parameters"]}
            schema = self.resolved(told["requestBody"]["content"]["application/json"]["schema"])
            body = self.fact(schema, ["action", "issue", "repository", "sender"])
            actions |= set(body["properties"]["action"]["enum"])
        body["properties"]["action"]["enum"] = sorted(actions)
        return {"headers": sorted(headers), "body": body}


def main(package: Path) -> None:
    """Write the facts."""
    description = _Description(package)
    requests = [description.request(method, path, fields) for (method, path), fields in REQUESTS.items()]
    facts = {"from": description.name, "requests": requests, "webhook": description.webhook()}
    HERE.write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
