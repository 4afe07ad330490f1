"""A person's word that an incident is one that we have had before."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from people.models import User


class RepeatQuerySet(models.QuerySet["Repeat"]):
    """Named selections of repeats."""

    def standing(self) -> Self:
        """Those that nobody has withdrawn: what measures and agendas count."""
        return self.filter(withdrawn_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Those of which this person may see both incidents; one of them alone tells of nothing."""
        from incidents.models import Incident  # noqa: PLC0415 - incidents.models imports this module

        hidden = Incident.objects.hidden_from(user)
        return self.filter(
            ~models.Exists(hidden.filter(pk=models.OuterRef("incident"))),
            ~models.Exists(hidden.filter(pk=models.OuterRef("of"))),
        )


class Repeat(models.Model):
    """`incident` is a repeat of the earlier incident `of`. It stands until it is withdrawn, with a word why."""

    incident = models.ForeignKey("incidents.Incident", models.CASCADE, related_name="repeats")
    of = models.ForeignKey("incidents.Incident", models.CASCADE, related_name="repeated_in")
    note = models.CharField("what is the same", max_length=300, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField("why it is not a repeat", max_length=300, blank=True)

    objects = RepeatQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(name="repeat_of_another", condition=~Q(incident=F("of"))),
            models.CheckConstraint(
                name="repeat_withdrawn_whole",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
            ),
            # Either way round: two incidents cannot be repeats of each other.
            models.UniqueConstraint(
                Least("incident", "of"),
                Greatest("incident", "of"),
                condition=Q(withdrawn_at__isnull=True),
                name="repeat_stands_once",
            ),
        )
        indexes = (models.Index(fields=["confirmed_at"], name="repeat_confirmed_at"),)  # the repeats of a month
        ordering = ("-confirmed_at", "-pk")

    def __str__(self) -> str:
        return f"incident {self.incident_id} repeats incident {self.of_id}"

    @property
    def is_standing(self) -> bool:
        """Whether nobody has withdrawn it."""
        return self.withdrawn_at is None
