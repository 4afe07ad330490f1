"""Answers to findings, and an organisation's own settings of the lens. No row holds a sentence."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from incidents.choices import AnswerReason, LensLevel, LensWordKind
from people.models import User

says_something = RegexValidator(r"\w{2}", "Say at least a word of two letters.")


class LensAnswer(models.Model):
    """Why a finding may stand. It holds while the sentence stands, wherever in the incident's documents it moves.

    The sentence is kept as a name that cannot be read back (`lens.sentence_at`), so that taking a
    passage out takes it out whole. Visible to whoever may see the incident.
    """

    incident = models.ForeignKey("incidents.Incident", models.CASCADE, related_name="lens_answers")
    rule = models.CharField(max_length=80)
    sentence = models.CharField(max_length=32)
    reason = models.CharField(max_length=20, choices=AnswerReason)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incident", "rule", "sentence"], name="lens_answer_once"),
            models.CheckConstraint(name="lens_answer_reason_known", condition=Q(reason__in=AnswerReason.values)),
            models.CheckConstraint(name="lens_answer_names_both", condition=~Q(rule="") & ~Q(sentence="")),
        )

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.rule})"


class LensRule(models.Model):
    """A rule that this organisation has switched off or set to another level; the rest are as shipped."""

    rule = models.CharField(max_length=80, unique=True)
    is_off = models.BooleanField(default=False)
    level = models.CharField(max_length=10, choices=LensLevel, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="lens_rule_level_known", condition=Q(level="") | Q(level__in=LensLevel.values)),
        )

    def __str__(self) -> str:
        return self.rule


class LensWord(models.Model):
    """A name or phrase of the organisation's own. `*` stands for anything within a sentence; nothing else is special."""

    kind = models.CharField(max_length=20, choices=LensWordKind)
    text = models.CharField("words", max_length=120, validators=[says_something])
    level = models.CharField(max_length=10, choices=LensLevel, blank=True)
    ask = models.CharField("what to ask instead", max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "kind", Lower("text"), name="lens_word_once", violation_error_message="The lens knows this already."
            ),
            models.CheckConstraint(name="lens_word_kind_known", condition=Q(kind__in=LensWordKind.values)),
            models.CheckConstraint(name="lens_word_said", condition=~Q(text="")),
            models.CheckConstraint(
                name="lens_word_level_where_flagged",
                condition=(Q(kind=LensWordKind.FLAGGED) & Q(level__in=LensLevel.values))
                | (~Q(kind=LensWordKind.FLAGGED) & Q(level="")),
            ),
        )
        ordering = ("kind", "text")

    def __str__(self) -> str:
        return self.text


class LensStamp(models.Model):
    """One row that counts changes of what the lens knows, so that each process notices that it knows too little."""

    version = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.version)
