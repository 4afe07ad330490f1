"""Reads about people that pages share."""

import difflib
import re
from collections.abc import Iterable

from people.models import Agreement


def agreement_in_force() -> Agreement | None:
    """The newest version; None only where the shipped text was removed by hand."""
    return Agreement.objects.order_by("changed_at", "pk").last()


def agreement_versions() -> list[Agreement]:
    """Every version, newest first, with who changed it. One query."""
    return list(Agreement.objects.select_related("changed_by").order_by("-changed_at", "-pk"))


def compare_texts(before: str, after: str) -> list[tuple[str, str]]:
    """Compare word by word: ("same" | "added" | "removed", text), in reading order."""
    old, new = _words(before), _words(after)
    parts: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(old[old_from:old_to])))
            continue
        parts += _part("removed", old[old_from:old_to])
        parts += _part("added", new[new_from:new_to])
    return parts


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def _part(kind: str, words: Iterable[str]) -> list[tuple[str, str]]:
    text = "".join(words)
    return [(kind, text)] if text else []
