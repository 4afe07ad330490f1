"""Conditions, and their places in documents: evidence, what made them possible, how they end."""

from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from actions.models import Action
from incidents.models import TimelineEvent
from people.models import User
from postmortems.choices import FactorCategory, FactorEnding


class FactorQuerySet(models.QuerySet["Factor"]):
    """Named selections of factors."""

    def visible_to(self, user: User) -> Self:
        """Factors that stand in a document this person may see."""
        from postmortems.models import Postmortem  # noqa: PLC0415 - postmortems.models imports this module

        seen = PostmortemFactor.objects.filter(
            factor=models.OuterRef("pk"), postmortem__in=Postmortem.objects.visible_to(user).order_by()
        )
        return self.filter(models.Exists(seen))

    def open_to_all(self) -> Self:
        """Factors that stand in a document none of whose incidents is restricted: all that is ever offered elsewhere.

        What is written in a restricted document alone leaves it by nobody's press of a button.
        """
        places = PostmortemFactor.objects.open_to_all().filter(factor=models.OuterRef("pk"))
        return self.filter(models.Exists(places))


class Factor(models.Model):
    """A condition that had to hold. The same row stands in several documents where it is the same condition again."""

    text = models.CharField("condition", max_length=300)
    category = models.CharField("sort", max_length=20, choices=FactorCategory)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = FactorQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(name="factor_said", condition=~Q(text="")),
            models.CheckConstraint(name="factor_category_known", condition=Q(category__in=FactorCategory.values)),
        )
        # the same condition again, by its words
        indexes = (GinIndex(SearchVector("text", config="english"), name="factor_words"),)
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


class PlaceQuerySet(models.QuerySet["PostmortemFactor"]):
    """Named selections of places."""

    def open_to_all(self) -> Self:
        """Those in documents none of whose incidents is restricted."""
        from postmortems.models import PostmortemIncident  # noqa: PLC0415 - as above

        also = PostmortemIncident.objects.filter(postmortem=models.OuterRef("postmortem"), incident__is_restricted=True)
        return self.filter(~models.Exists(also), postmortem__lead_incident__is_restricted=False)


class PostmortemFactor(models.Model):
    """A factor's place in one document. `action` is what it ends in: one of ours, or an earlier one that had not shipped by then."""

    postmortem = models.ForeignKey("postmortems.Postmortem", models.CASCADE, related_name="factors")
    factor = models.ForeignKey(Factor, models.PROTECT, related_name="places")
    position = models.PositiveSmallIntegerField()
    why = models.TextField("why was that possible?", blank=True)
    evidence: "models.ManyToManyField[TimelineEvent, Any]" = models.ManyToManyField(
        TimelineEvent, blank=True, related_name="evidence_of"
    )
    ending = models.CharField("how it ends", max_length=20, choices=FactorEnding, blank=True)
    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="factors_ended")
    accepted_because = models.TextField("why we accept it", blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1, help_text="Counts changes, to notice a lost race.")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["postmortem", "factor"], name="postmortem_factor_once"),
            models.UniqueConstraint(
                fields=["postmortem", "position"],
                name="postmortem_factor_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            # What both ends of a link refer to, so that they cannot lie in two documents (SQL in the migration).
            models.UniqueConstraint(fields=["postmortem", "id"], name="postmortem_factor_with_document"),
            models.CheckConstraint(
                name="postmortem_factor_ending_whole",
                condition=Q(ending="", action__isnull=True, accepted_because="")
                | Q(ending__in=[FactorEnding.ACTION, FactorEnding.UNSHIPPED], action__isnull=False, accepted_because="")
                | (Q(ending=FactorEnding.ACCEPTED, action__isnull=True) & ~Q(accepted_because="")),
                violation_error_message="An ending is an action, or a written “we accept this”.",
            ),
        )
        ordering = ("postmortem", "position")

    def __str__(self) -> str:
        return f"Factor {self.factor_id} in post-mortem {self.postmortem_id}"


class FactorLink(models.Model):
    """`effect` was made possible by `condition`, in one document. A trigger refuses circles."""

    postmortem = models.ForeignKey("postmortems.Postmortem", models.CASCADE, related_name="factor_links")
    effect = models.ForeignKey(PostmortemFactor, models.CASCADE, related_name="made_possible_by")
    condition = models.ForeignKey(PostmortemFactor, models.CASCADE, related_name="makes_possible")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["effect", "condition"], name="factor_link_once"),
            models.CheckConstraint(name="factor_link_to_another", condition=~Q(effect=F("condition"))),
        )
        ordering = ("effect", "condition")

    def __str__(self) -> str:
        return f"{self.effect_id} because of {self.condition_id}"
