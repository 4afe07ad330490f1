"""Say which actions the TODOs of a code base speak of, and how these stand."""

import json
import re
from argparse import ArgumentParser
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from actions.choices import ActionStatus
from actions.models import Action
from actions.queries import actions_called
from actions.todo import Mention, files_below, mentions_in
from people.queries import person_named
from people.services.importer import importer_account

STATES = {
    ActionStatus.PROPOSED: "open",
    ActionStatus.TODO: "open",
    ActionStatus.IN_PROGRESS: "open",
    ActionStatus.DONE: "done",
    ActionStatus.WONT_DO: "wont_do",
}
FAILS_ON = ("open", "done", "wont_do", "unknown")
WORDS = {
    "open": "is open",
    "done": "is done: the comment can go",
    "wont_do": "won't be done: the comment can go",
    "unknown": "is not known here",
}
LEVELS = {"open": "notice", "done": "warning", "wont_do": "warning", "unknown": "warning"}


@dataclass(frozen=True)
class Told:
    """A reference, and how its action stands; None where there is none that the asker may see."""

    mention: Mention
    action: Action | None

    @property
    def state(self) -> str:
        """open, done, wont_do or unknown."""
        return STATES[ActionStatus(self.action.status)] if self.action else "unknown"

    @property
    def title(self) -> str:
        """The action's title; not of a restricted incident, whoever asks: what is printed is read by others."""
        return self.action.title if self.action and not self.action.incident.is_restricted else ""

    @property
    def sentence(self) -> str:
        """What is said of it in words."""
        due = self.action.due_on if self.action and self.state == "open" else None
        title = f" ({self.title})" if self.title else ""
        return f"{self.mention.reference} {WORDS[self.state]}{f', planned for {due}' if due else ''}{title}"


class Command(BaseCommand):
    help = (
        "Find TODO PIR-… and TODO AI-… (or FIXME) in files and folders, and say which are open, done, won't be done or "
        "not known. Ends with 0, with 1 where one of --fail-on was found, with 2 where it could not look."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--format", choices=["text", "json", "github"], default="text", dest="form")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="as this person, who sees what they may see")
        parser.add_argument(
            "--fail-on",
            default="done,wont_do,unknown",
            metavar="STATES",
            help="which of open, done, wont_do, unknown end it with 1 (“none” for none)",
        )

    def handle(
        self,
        *args: Any,
        paths: list[Path],
        form: str = "text",
        email: str | None = None,
        fail_on: str = "done,wont_do,unknown",
        **options: Any,
    ) -> None:
        by = person_named(email) if email else importer_account()
        if by is None:
            raise CommandError(f"Nobody signs in as {email}.", returncode=2)
        failing = {word.strip() for word in fail_on.split(",")} - {"none", ""}
        if failing - set(FAILS_ON):
            raise CommandError(f"--fail-on knows {', '.join(FAILS_ON)} and none.", returncode=2)
        mentions = [mention for path in paths for mention in self._look(path)]
        known = actions_called(by, {mention.reference for mention in mentions})
        told = [Told(mention, known.get(mention.reference)) for mention in mentions]
        told = [one for one in told if one.action or one.mention.is_surely_ours]
        for one in told:
            self.stdout.write(_line(one, form))
        counts = Counter(one.state for one in told)
        self.stderr.write(", ".join(f"{counts[state]} {state.replace('_', ' ')}" for state in FAILS_ON))
        if any(counts[state] for state in failing):
            raise SystemExit(1)

    @staticmethod
    def _look(path: Path) -> list[Mention]:
        if not path.exists():
            raise CommandError(f"There is no {path}.", returncode=2)
        try:
            return [mention for file in files_below(path) for mention in mentions_in(file)]
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.", returncode=2) from None


def _line(told: Told, form: str) -> str:
    mention = told.mention
    if form == "json":
        action = told.action
        due = action.due_on.isoformat() if action and action.due_on else None
        number = action.public_number if action else None
        values = {"path": mention.path, "line": mention.line, "column": mention.column, "reference": mention.reference}
        return json.dumps(values | {"state": told.state, "action": number, "title": told.title or None, "due": due})
    if form == "github":
        place = f"file={_escape(mention.path, value=False)},line={mention.line},col={mention.column}"
        return f"::{LEVELS[told.state]} {place},title={mention.reference}::{_escape(told.sentence, value=True)}"
    return f"{mention.path}:{mention.line}:{mention.column}: {told.sentence}"


def _escape(text: str, *, value: bool) -> str:
    """Write text as GitHub's annotations want it: a title cannot end the line and begin a command of its own."""
    signs = r"[%\r\n]" if value else r"[%\r\n:,]"
    return re.sub(signs, lambda found: f"%{ord(found[0]):02X}", text)
