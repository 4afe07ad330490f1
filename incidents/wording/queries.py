"""What administrators see of the lens: rules with their people's verdict, and the words they added."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

import lens
from incidents.choices import AnswerReason
from incidents.permissions import incidents_visible_to
from incidents.wording.models import LensAnswer, LensRule, LensWord
from lens import Rule
from people.models import User

ENOUGH = 30
"""Answers after which a rule's precision says something."""
FEW = 10
"""Answers below which a share of them would only look like one."""
GOOD = 0.8
AGAINST = (AnswerReason.RULE_WRONG, AnswerReason.SYSTEM)


@dataclass(frozen=True)
class RuleStanding:
    """A rule, how this organisation has set it, and what its people answered. Never who."""

    rule: Rule
    choice: LensRule | None = None
    answers: int = 0
    wrong: int = 0

    @property
    def level(self) -> str:
        """The level it speaks at here."""
        return self.choice.level if self.choice and self.choice.level else self.rule.level

    @property
    def is_off(self) -> bool:
        """Whether it is switched off here."""
        return bool(self.choice and self.choice.is_off)

    @property
    def precision(self) -> float | None:
        """The share of answers that did not call it wrong."""
        return 1 - self.wrong / self.answers if self.answers else None

    @property
    def percent(self) -> int | None:
        """The same as a whole number; None while there are too few answers to say."""
        return None if self.precision is None or self.answers < FEW else round(100 * self.precision)

    @property
    def is_doubted(self) -> bool:
        """Whether enough people have called it wrong often enough to look at it."""
        return self.answers >= ENOUGH and self.precision is not None and self.precision < GOOD and not self.is_off


def rule_named(name: str) -> Rule | None:
    """Return a shipped rule."""
    return next((rule for rule in lens.rules() if rule.id == name), None)


def rule_standings(user: User, rules: Iterable[Rule] | None = None) -> list[RuleStanding]:
    """Return every rule with its standing; two queries. Answers on incidents hidden from this person are left out."""
    verdicts = (
        LensAnswer.objects.filter(incident__in=incidents_visible_to(user).order_by())
        .order_by()
        .values("rule")
        .annotate(answers=Count("pk"), wrong=Count("pk", filter=Q(reason__in=AGAINST)))
    )
    said: dict[str, tuple[int, int]] = {}
    for row in verdicts:
        rule = lens.called_now(row["rule"])
        answers, wrong = said.get(rule, (0, 0))
        said[rule] = (answers + row["answers"], wrong + row["wrong"])
    choices = {lens.called_now(choice.rule): choice for choice in LensRule.objects.all()}
    return [
        RuleStanding(rule, choices.get(rule.id), *said.get(rule.id, (0, 0)))
        for rule in (lens.rules() if rules is None else rules)
    ]


def words_added() -> QuerySet[LensWord]:
    """Return the organisation's own words."""
    return LensWord.objects.order_by("kind", "text")
