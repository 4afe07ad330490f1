"""Action items, every change they went through, the reminders they give rise to, and the policy of these."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone

from actions.choices import (
    ALIAS_FORM,
    OPEN_STATUSES,
    SETTLED_STATUSES,
    ActionEventKind,
    ActionKind,
    ActionStatus,
    HandOverAnswer,
    LinkPurpose,
    NudgeKind,
    Priority,
)
from incidents.models import Incident
from notifications.models import Message
from people.models import Team, User
from web.addresses import address_of
from web.numbers import NextNumber

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""What `Action.look_from` says of an action that the planner has not looked at since it changed."""


def today_in_utc() -> date:
    """Return the day it is in Greenwich."""
    return timezone.now().astimezone(UTC).date()


class ActionQuerySet(models.QuerySet["Action"]):
    """Named selections of actions."""

    def visible_to(self, user: User) -> Self:
        """Actions of incidents this person may see."""
        return self.filter(incident__in=Incident.objects.visible_to(user))

    def open(self) -> Self:
        """Commitments not settled yet; see also Action.is_open."""
        return self.filter(status__in=OPEN_STATUSES)

    def commitments(self) -> Self:
        """Everything but proposals."""
        return self.exclude(status=ActionStatus.PROPOSED)

    def past_their_date(self, *, on: date) -> Self:
        """Open ones planned for a day before `on`; see also Action.is_past_its_date."""
        return self.open().filter(due_on__lt=on)

    def quiet(self, *, on: date) -> Self:
        """Open ones of which nothing was heard, by `on` in UTC, for as many days as is said for their priority."""
        pace = NudgePace.objects.filter(priority=models.OuterRef("priority"))
        silence = models.ExpressionWrapper(F("stale_after") * Value(timedelta(days=1)), models.DurationField())
        day_after = datetime.combine(on + timedelta(days=1), time(), UTC)
        since = models.ExpressionWrapper(Value(day_after) - silence, models.DateTimeField())
        return self.open().filter(moved_at__lt=models.Subquery(pace.values(since=since)))

    def unowned(self) -> Self:
        """Open ones that nobody owns."""
        return self.open().filter(owner__isnull=True)

    def orphaned(self) -> Self:
        """Open ones whose owner has been deactivated."""
        return self.open().filter(owner__is_active=False)


class Action(models.Model):
    """Something we said we would change so that the next incident goes differently.

    Belongs to an incident and inherits its visibility. `gated` is a copy of
    `Incident.actions_gated`, kept equal by a foreign key on (incident, gated) with ON UPDATE
    CASCADE; the check below then holds from publication on, whoever writes.
    """

    number = models.PositiveBigIntegerField(unique=True, editable=False, db_default=NextNumber("action_number"))
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="actions")
    gated = models.BooleanField(default=False, editable=False)
    title = models.CharField(max_length=300)
    details = models.TextField(blank=True)
    outcome = models.CharField("outcome somebody could check", max_length=500, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="actions_owned")
    owner_as_written = models.CharField(
        max_length=200, blank=True, help_text="From an import: a name in a document, not a person here."
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="actions")
    due_on = models.DateField("due date", null=True, blank=True)
    priority = models.CharField(max_length=20, choices=Priority, default=Priority.MEDIUM)
    kind = models.CharField(max_length=20, choices=ActionKind, blank=True)
    status = models.CharField(max_length=20, choices=ActionStatus, default=ActionStatus.PROPOSED)
    evidence = models.TextField(blank=True, help_text="What shows that it is done.")
    reasoning = models.TextField(blank=True, help_text="Why it won't be done.")
    risk_accepted_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="who accepts what may happen",
        help_text="Whoever may say that we live with it.",
    )
    look_again_on = models.DateField("look again on", null=True, blank=True)
    reopen_if = models.TextField("what would open it again", blank=True, default="", db_default="")
    verify_on = models.DateField(
        null=True, blank=True, help_text="When we ask whether it held. Empty: it was answered, or nobody is asked."
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    verification = models.TextField(blank=True, default="", db_default="", help_text="What shows that it held.")
    snoozed_until = models.DateField(null=True, blank=True)
    snooze_reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    settled_at = models.DateTimeField(null=True, blank=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    date_changes = models.PositiveSmallIntegerField(default=0, help_text="How many earlier dates there were.")
    moved_at = models.DateTimeField(default=timezone.now, help_text="When anything was last heard of it.")
    is_imported = models.BooleanField(default=False, editable=False)
    alias = models.CharField(
        "reference",
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text="What files and TODOs call it: PIR-2026-05-24-001.",
    )
    extra = models.JSONField(
        default=dict,
        db_default=Value({}, models.JSONField()),
        editable=False,
        help_text="What action-items.yml said of it, whole, and its place there.",
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1, help_text="Counts changes, to notice a lost race.")
    look_from = models.DateTimeField(
        null=True,
        db_default=AT_ONCE,
        editable=False,
        help_text="The planner of reminders need not look before. A trigger says “at once” whenever a fact changes.",
    )

    objects = ActionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="action_gated_needs_owner_and_date",
                condition=Q(gated=False)
                | Q(status=ActionStatus.PROPOSED)
                | Q(owner__isnull=False, due_on__isnull=False)
                # never committed to here: a proposal dropped with its reasoning, or one settled before its import
                | Q(committed_at__isnull=True, status=ActionStatus.WONT_DO)
                | Q(committed_at__isnull=True, status=ActionStatus.DONE, is_imported=True),
                violation_error_message="An action of a published post-mortem is a proposal, "
                "or has an owner and a date.",
            ),
            models.CheckConstraint(
                name="action_commitment_is_dated",
                condition=Q(status__in=[ActionStatus.PROPOSED, ActionStatus.WONT_DO])
                | Q(committed_at__isnull=False)
                | Q(status=ActionStatus.DONE, is_imported=True),
            ),
            models.CheckConstraint(name="action_status_known", condition=Q(status__in=ActionStatus.values)),
            models.CheckConstraint(name="action_priority_known", condition=Q(priority__in=Priority.values)),
            models.CheckConstraint(name="action_kind_known", condition=Q(kind="") | Q(kind__in=ActionKind.values)),
            models.CheckConstraint(
                name="action_settled_iff_dated",
                condition=Q(status__in=SETTLED_STATUSES, settled_at__isnull=False)
                | (~Q(status__in=SETTLED_STATUSES) & Q(settled_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="action_wont_do_has_reasoning",
                condition=~Q(status=ActionStatus.WONT_DO) | ~Q(reasoning="") | Q(is_imported=True),
                violation_error_message="Won't do keeps its reasoning.",
            ),
            models.CheckConstraint(name="action_title_said", condition=~Q(title="")),
            models.UniqueConstraint(
                fields=["alias"],
                name="action_alias_once",
                condition=~Q(alias=""),
                violation_error_message="Another action is called that.",
            ),
            models.CheckConstraint(
                name="action_alias_form",
                condition=Q(alias="") | (Q(alias__regex=ALIAS_FORM) & ~Q(alias__regex=r"^(AI|INC)-[0-9]+$")),
            ),
            models.CheckConstraint(
                name="action_snooze_has_reason",
                condition=Q(snoozed_until__isnull=True, snooze_reason="")
                | (Q(snoozed_until__isnull=False) & ~Q(snooze_reason="")),
                violation_error_message="Reminders are put off with a reason.",
            ),
            models.CheckConstraint(
                name="action_verified_is_done_with_evidence",
                condition=Q(verified_at__isnull=True, verification="")
                | (
                    Q(verified_at__isnull=False, status=ActionStatus.DONE, verify_on__isnull=True) & ~Q(verification="")
                ),
                violation_error_message="Only what is done can have held, and something shows it.",
            ),
            models.CheckConstraint(
                name="action_verify_on_is_of_done",
                condition=Q(verify_on__isnull=True) | Q(status=ActionStatus.DONE),
            ),
            models.CheckConstraint(
                name="action_look_again_is_of_wont_do",
                condition=Q(look_again_on__isnull=True, risk_accepted_by__isnull=True, reopen_if="")
                | Q(status=ActionStatus.WONT_DO),
            ),
        )
        indexes = (
            # the planner of nudges: what it has to look at now, and nothing else
            models.Index(fields=["look_from"], name="action_look_from", condition=Q(look_from__isnull=False)),
            # the default list: open actions by date
            models.Index(
                F("due_on").asc(nulls_last=True),
                "id",
                name="action_open_by_date",
                condition=Q(status__in=[ActionStatus.TODO, ActionStatus.IN_PROGRESS]),
            ),
            # the list of what nothing was heard of for long
            models.Index(
                fields=["moved_at"],
                name="action_open_by_movement",
                condition=Q(status__in=[ActionStatus.TODO, ActionStatus.IN_PROGRESS]),
            ),
            # the measures of a month: by the month of the commitment, and what was settled in it
            models.Index(fields=["committed_at"], name="action_by_commitment"),
            models.Index(fields=["settled_at"], name="action_by_settling", condition=Q(settled_at__isnull=False)),
            models.Index(fields=["verified_at"], name="action_by_holding", condition=Q(verified_at__isnull=False)),
            # "mine"
            models.Index(
                fields=["owner", "due_on"],
                name="action_open_of_owner",
                condition=Q(status__in=[ActionStatus.TODO, ActionStatus.IN_PROGRESS]),
            ),
        )
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.public_number} {self.title}"

    def get_absolute_url(self) -> str:
        return address_of("actions:detail", self.number)

    @property
    def public_number(self) -> str:
        """The number people say: AI-17."""
        return f"AI-{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes this; see also ActionQuerySet.open."""
        return self.status in OPEN_STATUSES

    @property
    def is_proposal(self) -> bool:
        """Whether this is an idea nobody has committed to."""
        return self.status == ActionStatus.PROPOSED

    def is_past_its_date(self, *, on: date) -> bool:
        """Whether it is open and was planned for a day before `on`."""
        return self.is_open and self.due_on is not None and self.due_on < on


class ItemsFileHead(models.Model):
    """What stood beside the list in an incident's action-items.yml, so that it is written back."""

    incident = models.OneToOneField(Incident, models.CASCADE, related_name="items_file_head")
    list_key = models.CharField(max_length=20, default="action_items")
    values = models.TextField(default="{}", help_text="JSON as text: its keys keep their order.")

    def __str__(self) -> str:
        return f"action-items.yml of incident {self.incident_id}"


class ActionEvent(models.Model):
    """One change of an action: who, when, what and why. Append-only; `by` null means the system."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=30, choices=ActionEventKind)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.CheckConstraint(name="action_event_kind_known", condition=Q(kind__in=ActionEventKind.values)),
        )
        indexes = (
            models.Index(fields=["action", "-at"], name="action_event_newest"),  # the action's page
            models.Index(  # what a month's review says held, and what did not
                fields=["at"],
                name="action_event_whether_held",
                condition=Q(kind__in=[ActionEventKind.VERIFIED, ActionEventKind.REOPENED]),
            ),
        )
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.at:%Y-%m-%d %H:%M})"

    @property
    def day_before(self) -> date | None:
        """The date it had, where this is a new one."""
        return self._day("before")

    @property
    def day_after(self) -> date | None:
        """The date it has got."""
        return self._day("after")

    @property
    def came_by_link(self) -> bool:
        """Whether it was done through a link in a mail. The caller joins `link_use`."""
        return hasattr(self, "link_use")

    @property
    def day_until(self) -> date | None:
        """Until when reminders are put off."""
        told = self.details.get("until") if self.kind == ActionEventKind.SNOOZED else None
        return date.fromisoformat(told) if told else None

    def _day(self, side: str) -> date | None:
        told = self.details.get(side) if self.kind == ActionEventKind.DATE_CHANGED else None
        return date.fromisoformat(told) if told else None


class HandOver(models.Model):
    """An action offered to somebody. It stays where it was until they have accepted it.

    `owner` is whose it was when it was offered: an offer does not reach past a later owner.
    """

    action = models.ForeignKey(Action, models.CASCADE, related_name="hand_overs")
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    to = models.ForeignKey(User, models.PROTECT, related_name="hand_overs_offered")
    word = models.TextField(blank=True, help_text="What the giver says to the receiver.")
    offered_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=20, choices=HandOverAnswer, default=HandOverAnswer.OFFERED)
    answered_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(blank=True, help_text="What the receiver says to the giver.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(answer=HandOverAnswer.OFFERED),
                name="hand_over_one_open_per_action",
                violation_error_message="It is offered to somebody already.",
            ),
            models.CheckConstraint(name="hand_over_answer_known", condition=Q(answer__in=HandOverAnswer.values)),
            models.CheckConstraint(
                name="hand_over_answered_iff_dated",
                condition=Q(answer=HandOverAnswer.OFFERED, answered_at__isnull=True)
                | (~Q(answer=HandOverAnswer.OFFERED) & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="hand_over_declined_with_a_word",
                condition=~Q(answer=HandOverAnswer.DECLINED) | ~Q(reply=""),
            ),
        )
        indexes = (
            # what is offered to a person: their own page
            models.Index(fields=["to"], name="hand_over_open_to", condition=Q(answer=HandOverAnswer.OFFERED)),
        )
        ordering = ("-offered_at", "-pk")

    def __str__(self) -> str:
        return f"{self.action_id} to {self.to_id}: {self.get_answer_display()}"


class LinkUse(models.Model):
    """What was done through a signed link in a mail: once for each link, told in the next mail, and undoable.

    `nonce` names the mail, the action and the purpose, never the link itself. `told_by` is the message that
    tells the person, unless a reminder has told them before.
    """

    nonce = models.CharField(max_length=120, unique=True)
    person = models.ForeignKey(User, models.PROTECT, related_name="link_uses")
    action = models.ForeignKey(Action, models.CASCADE, related_name="link_uses")
    purpose = models.CharField(max_length=20, choices=LinkPurpose)
    event = models.OneToOneField(ActionEvent, models.CASCADE, related_name="link_use")
    at = models.DateTimeField(default=timezone.now)
    told_by = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="link_uses")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="link_use_purpose_known", condition=Q(purpose__in=LinkPurpose.values)),
        )
        indexes = (models.Index(fields=["person", "-at"], name="link_use_of_person"),)  # what the next mail tells
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} by link: action {self.action_id}"


class LinkPolicy(models.Model):
    """One row: whether a link in a mail opens without sign-in. Restricted incidents ask for it in any case."""

    without_sign_in = models.BooleanField("Links in reminders open without sign-in", default=True)

    class Meta:
        constraints = (models.CheckConstraint(name="link_policy_one_row", condition=Q(pk=1)),)

    def __str__(self) -> str:
        return "Links open without sign-in" if self.without_sign_in else "Links ask for sign-in"


class CalendarFeed(models.Model):
    """A calendar that programs fetch without signing in: one's own actions, or a team's as one person sees them.

    The address holds a secret, shown once; only its hash is kept. Changing the address ends the one before.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="calendar_feeds")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "team"], name="calendar_feed_one_each", nulls_distinct=False),
        )

    def __str__(self) -> str:
        return f"Calendar of {self.team or self.person}"


class NudgePace(models.Model):
    """How soon and how often people are reminded of actions of one priority. Data that administrators edit."""

    priority = models.CharField(max_length=20, choices=Priority, unique=True)
    due_soon_days = models.PositiveSmallIntegerField("working days before the date")
    overdue_after = models.PositiveSmallIntegerField("first after the date, in days")
    repeat_every = models.PositiveSmallIntegerField("then every so many days")
    repeat_at_most = models.PositiveSmallIntegerField("a person may stretch that to")
    stale_after = models.PositiveSmallIntegerField("nothing heard for, in days")
    escalate_after = models.PositiveSmallIntegerField(
        "the team's lead hears of it after, in days", null=True, blank=True
    )
    snooze_at_most = models.PositiveSmallIntegerField("put off by at most, in days")

    class Meta:
        constraints = (
            models.CheckConstraint(name="nudge_pace_priority_known", condition=Q(priority__in=Priority.values)),
            models.CheckConstraint(
                name="nudge_pace_in_bounds",
                condition=Q(
                    due_soon_days__lte=20,
                    overdue_after__range=(1, 60),
                    repeat_every__range=(1, 60),
                    repeat_at_most__range=(F("repeat_every"), 60),
                    stale_after__range=(3, 365),
                    snooze_at_most__range=(1, 90),
                )
                & (Q(escalate_after__isnull=True) | Q(escalate_after__range=(F("overdue_after") + 1, 365))),
                violation_error_message="A reminder comes after a day at the earliest and 60 at the latest, the "
                "team's lead hears of it after the owner has, and nobody may stretch below what everybody has.",
            ),
        )

    def __str__(self) -> str:
        return f"Reminders of {self.get_priority_display().lower()} actions"


class VerificationPace(models.Model):
    """How many weeks after an action of one kind is done we ask whether it held; empty: nobody is asked."""

    kind = models.CharField(max_length=20, choices=ActionKind, blank=True, unique=True)
    weeks = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="verification_pace_kind_known", condition=Q(kind="") | Q(kind__in=ActionKind.values)
            ),
            models.CheckConstraint(
                name="verification_pace_in_bounds", condition=Q(weeks__isnull=True) | Q(weeks__range=(1, 104))
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display() or 'Not sorted'}: {self.weeks or 'no'} weeks"


class Nudge(models.Model):
    """One reason to remind one person of one action, or of one incident's document, said at most once.

    `speaks_of` is what makes the reason new: the due date it reminds of, or the day of the last
    movement. A new owner, a new date or a reopening therefore gives a new row, a crash never does.
    `step` counts how often the same was said to the same person.
    """

    action = models.ForeignKey(Action, models.CASCADE, null=True, blank=True, related_name="nudges")
    incident = models.ForeignKey(Incident, models.CASCADE, null=True, blank=True, related_name="nudges")
    person = models.ForeignKey(User, models.PROTECT, related_name="nudges")
    kind = models.CharField(max_length=20, choices=NudgeKind)
    speaks_of = models.DateField()
    step = models.PositiveSmallIntegerField(default=0)
    said_on = models.DateField(default=today_in_utc, help_text="The receiver's day.")
    planned_at = models.DateTimeField(default=timezone.now)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="nudges")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "action", "kind", "speaks_of", "step"], name="nudge_one_reason_once"
            ),
            models.UniqueConstraint(
                fields=["person", "incident", "kind", "speaks_of", "step"],
                name="nudge_of_document_once",
                condition=Q(incident__isnull=False),
            ),
            models.CheckConstraint(name="nudge_kind_known", condition=Q(kind__in=NudgeKind.values)),
            models.CheckConstraint(
                name="nudge_is_of_one_thing",
                condition=Q(action__isnull=False, incident__isnull=True)
                | Q(action__isnull=True, incident__isnull=False),
            ),
        )

    def __str__(self) -> str:
        about = f"action {self.action_id}" if self.action_id else f"incident {self.incident_id}"
        return f"{self.get_kind_display()}: {about}"


# The tables of trackers live beside their code; Django looks for models here.
from actions.trackers import models as trackers  # noqa: E402, F401
