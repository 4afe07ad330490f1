"""Answering findings, and setting the lens. Each change of what it knows moves the stamp."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from incidents.models import Incident
from incidents.wording.models import LensAnswer, LensRule, LensStamp, LensWord
from people.choices import AuditKind
from people.models import AuditEntry, User


@transaction.atomic
def answer_finding(
    incident: Incident, *, rule: str, sentence: str, reason: str, note: str = "", by: User, at: datetime | None = None
) -> LensAnswer:
    """Say why a sentence may stand. Answering it again gives it the newer reason."""
    Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    answer, _ = LensAnswer.objects.update_or_create(
        incident=incident,
        rule=rule,
        sentence=sentence,
        defaults={"reason": reason, "note": " ".join(note.split())[:300], "by": by, "at": at or timezone.now()},
    )
    return answer


@transaction.atomic
def take_back_answer(answer: LensAnswer) -> None:
    """Let the finding ask again."""
    LensAnswer.objects.filter(pk=answer.pk).delete()


@transaction.atomic
def set_rule(rule: str, *, is_off: bool, level: str, by: User, at: datetime | None = None) -> None:
    """Switch a rule off or on, and give it a level of our own; as shipped where neither is said."""
    if is_off or level:
        LensRule.objects.update_or_create(rule=rule, defaults={"is_off": is_off, "level": level})
    else:
        LensRule.objects.filter(rule=rule).delete()
    said = "switched off" if is_off else f"as a {level}" if level else "as shipped"
    _changed(f"lens: {rule}, {said}", by=by, at=at)


@transaction.atomic
def add_word(word: LensWord, *, by: User, at: datetime | None = None) -> LensWord:
    """Teach the lens a name, a phrase that may stand, or a word to point at."""
    word.text = " ".join(word.text.split())
    word.save(force_insert=True)
    _changed(f"lens: added “{word.text}”, {word.get_kind_display().lower()}", by=by, at=at)
    return word


@transaction.atomic
def remove_word(word: LensWord, *, by: User, at: datetime | None = None) -> None:
    """Have the lens forget it."""
    LensWord.objects.filter(pk=word.pk).delete()
    _changed(f"lens: removed “{word.text}”, {word.get_kind_display().lower()}", by=by, at=at)


def touch_lens() -> None:
    """Move the stamp: what the lens knows has changed."""
    if not LensStamp.objects.filter(pk=1).update(version=F("version") + 1):
        LensStamp.objects.update_or_create(pk=1)


def _changed(about: str, *, by: User, at: datetime | None) -> None:
    touch_lens()
    AuditEntry.objects.create(kind=AuditKind.SETTINGS_CHANGED, by=by, at=at or timezone.now(), about=about[:120])
