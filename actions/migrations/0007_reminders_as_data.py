import datetime

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import actions.models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0006_trackers"),
        ("incidents", "0004_severity_pattern_whole"),
        ("notifications", "0002_hand_overs_and_links"),
        ("people", "0006_calendars_and_absences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NudgePace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "priority",
                    models.CharField(
                        choices=[("critical", "Critical"), ("high", "High"), ("medium", "Medium"), ("low", "Low")],
                        max_length=20,
                        unique=True,
                    ),
                ),
                ("due_soon_days", models.PositiveSmallIntegerField(verbose_name="working days before the date")),
                ("overdue_after", models.PositiveSmallIntegerField(verbose_name="first after the date, in days")),
                ("repeat_every", models.PositiveSmallIntegerField(verbose_name="then every so many days")),
                ("repeat_at_most", models.PositiveSmallIntegerField(verbose_name="a person may stretch that to")),
                ("stale_after", models.PositiveSmallIntegerField(verbose_name="nothing heard for, in days")),
                (
                    "escalate_after",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="the team's lead hears of it after, in days"
                    ),
                ),
                ("snooze_at_most", models.PositiveSmallIntegerField(verbose_name="put off by at most, in days")),
            ],
        ),
        migrations.CreateModel(
            name="VerificationPace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("prevent", "Prevent"),
                            ("detect", "Detect"),
                            ("mitigate", "Mitigate"),
                            ("recover", "Recover"),
                            ("learn", "Learn"),
                        ],
                        max_length=20,
                        unique=True,
                    ),
                ),
                ("weeks", models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="actionevent",
            name="action_event_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="nudge",
            name="nudge_kind_known",
        ),
        migrations.AddField(
            model_name="action",
            name="look_again_on",
            field=models.DateField(blank=True, null=True, verbose_name="look again on"),
        ),
        migrations.AddField(
            model_name="action",
            name="look_from",
            field=models.DateTimeField(
                db_default=datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.UTC),
                editable=False,
                help_text="The planner of reminders need not look before. A trigger says “at once” whenever a fact changes.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="reopen_if",
            field=models.TextField(blank=True, verbose_name="what would open it again"),
        ),
        migrations.AddField(
            model_name="action",
            name="risk_accepted_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Whoever may say that we live with it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who accepts what may happen",
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="snooze_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="action",
            name="snoozed_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="action",
            name="verification",
            field=models.TextField(blank=True, help_text="What shows that it held."),
        ),
        migrations.AddField(
            model_name="action",
            name="verified_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="action",
            name="verified_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="verify_on",
            field=models.DateField(
                blank=True,
                help_text="When we ask whether it held. Empty: it was answered, or nobody is asked.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="nudge",
            name="incident",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="nudges",
                to="incidents.incident",
            ),
        ),
        migrations.AddField(
            model_name="nudge",
            name="said_on",
            field=models.DateField(default=actions.models.today_in_utc, help_text="The receiver's day."),
        ),
        migrations.AlterField(
            model_name="actionevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposed"),
                    ("committed", "Committed"),
                    ("started", "Started"),
                    ("done", "Done"),
                    ("wont_do", "Won't do"),
                    ("reopened", "Reopened"),
                    ("owner_changed", "Owner changed"),
                    ("date_changed", "New date"),
                    ("details_changed", "Details changed"),
                    ("noted", "Note added"),
                    ("offered", "Hand-over offered"),
                    ("offer_declined", "Hand-over declined"),
                    ("offer_withdrawn", "Hand-over withdrawn"),
                    ("imported", "Imported"),
                    ("snoozed", "Reminders put off"),
                    ("verified", "It held"),
                    ("questioned", "Asked whether it held"),
                    ("stood_by", "Still won't do"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="nudge",
            name="action",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="nudges",
                to="actions.action",
            ),
        ),
        migrations.AlterField(
            model_name="nudge",
            name="kind",
            field=models.CharField(
                choices=[
                    ("due_soon", "Due soon"),
                    ("overdue", "Past its date"),
                    ("stale", "Nothing heard for a while"),
                    ("unowned", "Nobody owns it"),
                    ("orphaned", "Its owner has left"),
                    ("escalated", "Long past its date"),
                    ("verify", "Did it hold?"),
                    ("look_again", "Time to look again"),
                    ("draft_late", "Draft past its day"),
                    ("review_late", "Review past its day"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                condition=models.Q(("look_from__isnull", False)), fields=["look_from"], name="action_look_from"
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("snooze_reason", ""), ("snoozed_until__isnull", True)),
                    models.Q(("snoozed_until__isnull", False), models.Q(("snooze_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="action_snooze_has_reason",
                violation_error_message="Reminders are put off with a reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verification", ""), ("verified_at__isnull", True)),
                    models.Q(
                        ("status", "done"),
                        ("verified_at__isnull", False),
                        ("verify_on__isnull", True),
                        models.Q(("verification", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="action_verified_is_done_with_evidence",
                violation_error_message="Only what is done can have held, and something shows it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(("verify_on__isnull", True), ("status", "done"), _connector="OR"),
                name="action_verify_on_is_of_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("look_again_on__isnull", True), ("reopen_if", ""), ("risk_accepted_by__isnull", True)),
                    ("status", "wont_do"),
                    _connector="OR",
                ),
                name="action_look_again_is_of_wont_do",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "proposed",
                            "committed",
                            "started",
                            "done",
                            "wont_do",
                            "reopened",
                            "owner_changed",
                            "date_changed",
                            "details_changed",
                            "noted",
                            "offered",
                            "offer_declined",
                            "offer_withdrawn",
                            "imported",
                            "snoozed",
                            "verified",
                            "questioned",
                            "stood_by",
                        ],
                    )
                ),
                name="action_event_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("incident__isnull", False)),
                fields=("person", "incident", "kind", "speaks_of", "step"),
                name="nudge_of_document_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "due_soon",
                            "overdue",
                            "stale",
                            "unowned",
                            "orphaned",
                            "escalated",
                            "verify",
                            "look_again",
                            "draft_late",
                            "review_late",
                        ],
                    )
                ),
                name="nudge_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action__isnull", False), ("incident__isnull", True)),
                    models.Q(("action__isnull", True), ("incident__isnull", False)),
                    _connector="OR",
                ),
                name="nudge_is_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="nudgepace",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", ["critical", "high", "medium", "low"])),
                name="nudge_pace_priority_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="nudgepace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_soon_days__lte", 20),
                    ("overdue_after__range", (1, 60)),
                    ("repeat_at_most__range", (models.F("repeat_every"), 60)),
                    ("repeat_every__range", (1, 60)),
                    ("snooze_at_most__range", (1, 90)),
                    ("stale_after__range", (3, 365)),
                    models.Q(
                        ("escalate_after__isnull", True),
                        (
                            "escalate_after__range",
                            (
                                django.db.models.expressions.CombinedExpression(
                                    models.F("overdue_after"), "+", models.Value(1)
                                ),
                                365,
                            ),
                        ),
                        _connector="OR",
                    ),
                ),
                name="nudge_pace_in_bounds",
                violation_error_message="A reminder comes after a day at the earliest and 60 at the latest, the team's lead hears of it after the owner has, and nobody may stretch below what everybody has.",
            ),
        ),
        migrations.AddConstraint(
            model_name="verificationpace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", ""), ("kind__in", ["prevent", "detect", "mitigate", "recover", "learn"]), _connector="OR"
                ),
                name="verification_pace_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="verificationpace",
            constraint=models.CheckConstraint(
                condition=models.Q(("weeks__isnull", True), ("weeks__range", (1, 104)), _connector="OR"),
                name="verification_pace_in_bounds",
            ),
        ),
    ]
