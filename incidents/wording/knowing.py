"""What the lens knows of this organisation: made once in a process, and again when something has changed."""

import re
import time
from dataclasses import dataclass

from django.db import connection

import lens
from incidents.choices import LensWordKind
from incidents.models import Service
from incidents.wording.models import LensRule, LensWord
from lens import Vocabulary
from people.models import Team, User

STALE_AFTER = 300.0
"""Seconds after which it is made again whatever the stamp says: a person may have got another name."""

Stamp = tuple[int | None, ...]

_STAMP = """
SELECT (SELECT max(version) FROM incidents_lensstamp), (SELECT max(id) FROM people_user),
       (SELECT max(id) FROM people_team), (SELECT max(id) FROM incidents_service)
"""


@dataclass(frozen=True)
class OwnWord:
    """A word of the organisation's that its people want to be asked about."""

    pattern: re.Pattern[str]
    level: str
    ask: str


@dataclass(frozen=True)
class Known:
    """Names, choices and own words; two with the same vocabulary and words give the same findings."""

    vocabulary: Vocabulary
    own: tuple[OwnWord, ...] = ()


@dataclass(frozen=True)
class _Kept:
    known: Known
    stamp: Stamp
    until: float


_kept: _Kept | None = None


def what_is_known() -> Known:
    """Return what the lens knows; one query while nothing has changed, five more when it has."""
    global _kept  # noqa: PLW0603 - one for the process; two threads that both make it anew make the same
    stamp = _stamp_now()
    now = time.monotonic()
    if _kept is None or _kept.stamp != stamp or now > _kept.until:
        _kept = _Kept(_gathered(), stamp, now + STALE_AFTER)
    return _kept.known


def _stamp_now() -> Stamp:
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        return tuple(cursor.fetchone())


def _gathered() -> Known:
    choices = list(LensRule.objects.order_by("rule"))
    words = list(LensWord.objects.order_by("kind", "text"))
    said = {kind: tuple(word.text for word in words if word.kind == kind) for kind in LensWordKind.values}
    vocabulary = Vocabulary(
        people=tuple(User.objects.order_by("pk").values_list("display_name", flat=True)),
        teams=tuple(Team.objects.order_by("pk").values_list("name", flat=True)),
        services=tuple(Service.objects.order_by("pk").values_list("name", flat=True)),
        systems=said[LensWordKind.SYSTEM],
        allowed=said[LensWordKind.ALLOWED],
        off=frozenset(lens.called_now(choice.rule) for choice in choices if choice.is_off),
        levels={lens.called_now(choice.rule): choice.level for choice in choices if choice.level},
    )
    flagged = [word for word in words if word.kind == LensWordKind.FLAGGED]
    return Known(vocabulary, tuple(OwnWord(phrase_pattern(word.text), word.level, word.ask) for word in flagged))


def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """Read a phrase literally, but for `*`, which stands for anything within a sentence. Linear in the text."""
    parts = [r"\s+".join(re.escape(word) for word in part.split()) for part in phrase.split("*")]
    body = r"[^.!?\n]{0,80}?".join(f"{' ' if part[:1] == ' ' else ''}{part}" for part in parts if part)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)
