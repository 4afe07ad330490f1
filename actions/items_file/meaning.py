"""What the words of an item mean to us, and how ours are written. Pure: people and teams are handed in.

An item is kept whole on its action, as it was written. On the way out each of its words stands again as
it was, unless what it means has changed here since.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from actions.choices import ALIAS_FORM, ActionKind, ActionStatus, Priority
from people.models import Team, User

OURS = (
    *("id", "title", "owner", "due", "severity", "linked_incident", "status", "outcome", "details", "kind", "team"),
    *("reason", "decided_by", "review_again_on", "reopen_if", "evidence", "verified_on", "verification"),
    *("created", "closed", "ticket"),
)
"""The words we understand, in the order we write them; `priority` is read for `severity`."""

OF_WONT_DO = ("decided_by", "review_again_on", "reopen_if")
OF_VERIFIED = ("verified_on", "verification")

STATUS_WORDS = {
    ActionStatus.PROPOSED: "proposed",
    ActionStatus.TODO: "committed",
    ActionStatus.IN_PROGRESS: "in_progress",
    ActionStatus.DONE: "done",
    ActionStatus.WONT_DO: "wont_do",
}
_STATUSES = {word: status for status, word in STATUS_WORDS.items()} | {
    "verified": ActionStatus.DONE,
    "open": ActionStatus.TODO,
    "todo": ActionStatus.TODO,
    "to_do": ActionStatus.TODO,
    "closed": ActionStatus.DONE,
    "completed": ActionStatus.DONE,
    "won't_do": ActionStatus.WONT_DO,
    "not_doing": ActionStatus.WONT_DO,
    "wontfix": ActionStatus.WONT_DO,
    "cancelled": ActionStatus.WONT_DO,
}


def status_meant(word: Any) -> ActionStatus | None:
    """Return the status a word stands for, or None."""
    return _STATUSES.get(re.sub(r"[\s-]+", "_", str(word).strip().lower()))


def says_verified(word: Any) -> bool:
    """Whether a status says more than done: that it held."""
    return str(word).strip().lower() == "verified"


def day_meant(word: Any) -> date | None:
    """Return the ISO day a value says, or None; of a time of day the day counts."""
    text = str(word).strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def priority_meant(word: Any) -> Priority | None:
    """Return the priority a word stands for, or None."""
    text = str(word).strip().lower()
    return Priority(text) if text in Priority.values else None


def kind_meant(word: Any) -> ActionKind | None:
    """Return the kind a word stands for, or None."""
    text = str(word).strip().lower()
    return ActionKind(text) if text in ActionKind.values else None


def number_meant(word: Any, prefix: str) -> int | None:
    """Return 17 of "INC-17" or "AI-17", or None."""
    found = re.fullmatch(rf"{prefix}-(\d{{1,18}})", str(word).strip(), re.IGNORECASE)
    return int(found[1]) if found else None


def alias_meant(word: Any) -> str | None:
    """Return the reference as we keep it, or None where it is none."""
    text = str(word).strip().upper()
    return text if len(text) <= 60 and re.fullmatch(ALIAS_FORM, text) and not _is_number(text) else None


def _is_number(text: str) -> bool:
    return re.fullmatch(r"(AI|INC)-\d+", text) is not None


@dataclass
class Directory:
    """Who a name in a file is: a mail address, the part before its @, or a name, if it is one person's alone.

    Who has left is found too, after those who are here, so that a file goes on meaning what it meant.
    """

    people: Iterable[User]
    teams: Iterable[Team]
    _by_word: dict[str, dict[bool, list[User]]] = field(init=False, default_factory=dict)
    _teams: dict[str, Team] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        words: dict[str, dict[bool, list[User]]] = defaultdict(lambda: {True: [], False: []})
        for person in self.people:
            for word in {person.email.casefold(), person.email.partition("@")[0].casefold(), *_names(person)}:
                words[word][person.is_active].append(person)
        self._by_word = dict(words)
        for team in self.teams:
            self._teams |= {team.slug.casefold(): team, team.name.casefold(): team}

    def person(self, word: Any) -> User | None:
        """Return the one person a word stands for; None where there is none, or more than one."""
        found = self._by_word.get(str(word).strip().lstrip("@").strip().casefold())
        if found is None:
            return None
        named = found[True] or found[False]
        return named[0] if len(named) == 1 else None

    def is_ambiguous(self, word: Any) -> bool:
        """Whether more than one person answers to the word."""
        found = self._by_word.get(str(word).strip().lstrip("@").strip().casefold())
        return found is not None and self.person(word) is None

    def team(self, word: Any) -> Team | None:
        """Return the team of this name or short name."""
        return self._teams.get(str(word).strip().casefold())

    def handle(self, person: User) -> str:
        """Return how a person is written: @name where that is theirs alone, else the address."""
        short = "@" + person.email.partition("@")[0]
        return short if self.person(short) == person else person.email


def _names(person: User) -> set[str]:
    name = person.display_name.casefold()
    return {name, name.replace(" ", "."), name.replace(" ", "-")}
