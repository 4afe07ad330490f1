import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import web.numbers

# The gate. `gated` follows the incident's `actions_gated` by foreign key: publishing updates the
# referenced key, which waits for every insert that has locked it and then cascades into the check
# on this table, so that an action slipped in meanwhile stops the publication, or is stopped by it.
# An action never moves to another incident, which would be a way around.
HOLD_THE_GATE = """
ALTER TABLE actions_action ADD CONSTRAINT action_follows_gate
    FOREIGN KEY (incident_id, gated) REFERENCES incidents_incident (id, actions_gated) ON UPDATE CASCADE;
CREATE FUNCTION action_stays_with_incident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'action % stays with its incident', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'action_stays_with_incident';
END $$;
CREATE TRIGGER action_stays_with_incident BEFORE UPDATE OF incident_id ON actions_action
    FOR EACH ROW WHEN (OLD.incident_id <> NEW.incident_id)
    EXECUTE FUNCTION action_stays_with_incident();
"""
LET_THE_GATE_GO = """
DROP TRIGGER action_stays_with_incident ON actions_action;
DROP FUNCTION action_stays_with_incident();
ALTER TABLE actions_action DROP CONSTRAINT action_follows_gate;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("incidents", "0001_initial"),
        ("notifications", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE action_number AS bigint", reverse_sql="DROP SEQUENCE action_number"),
        migrations.CreateModel(
            name="Action",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveBigIntegerField(
                        db_default=web.numbers.NextNumber("action_number"), editable=False, unique=True
                    ),
                ),
                ("gated", models.BooleanField(default=False, editable=False)),
                ("title", models.CharField(max_length=300)),
                ("details", models.TextField(blank=True)),
                ("outcome", models.CharField(blank=True, max_length=500, verbose_name="outcome somebody could check")),
                (
                    "owner_as_written",
                    models.CharField(
                        blank=True, help_text="From an import: a name in a document, not a person here.", max_length=200
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due date")),
                (
                    "priority",
                    models.CharField(
                        choices=[("critical", "Critical"), ("high", "High"), ("medium", "Medium"), ("low", "Low")],
                        default="medium",
                        max_length=20,
                    ),
                ),
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
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposal"),
                            ("todo", "To do"),
                            ("in_progress", "In progress"),
                            ("done", "Done"),
                            ("wont_do", "Won't do"),
                        ],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                ("evidence", models.TextField(blank=True, help_text="What shows that it is done.")),
                ("reasoning", models.TextField(blank=True, help_text="Why it won't be done.")),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("committed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "date_changes",
                    models.PositiveSmallIntegerField(default=0, help_text="How many earlier dates there were."),
                ),
                (
                    "moved_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, help_text="When anything was last heard of it."
                    ),
                ),
                ("is_imported", models.BooleanField(default=False, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("version", models.PositiveIntegerField(default=1, help_text="Counts changes, to notice a lost race.")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="incidents.incident"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions_owned",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="people.team",
                    ),
                ),
            ],
            options={
                "ordering": ("-number",),
            },
        ),
        migrations.CreateModel(
            name="ActionEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
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
                            ("imported", "Imported"),
                        ],
                        max_length=30,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.TextField(blank=True)),
                ("details", models.JSONField(default=dict)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="actions.action"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Nudge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("due_soon", "Due soon"),
                            ("overdue", "Past its date"),
                            ("stale", "Nothing heard for a while"),
                            ("unowned", "Nobody owns it"),
                            ("orphaned", "Its owner has left"),
                        ],
                        max_length=20,
                    ),
                ),
                ("speaks_of", models.DateField()),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("planned_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="nudges", to="actions.action"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="nudges",
                        to="notifications.message",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="nudges", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                models.OrderBy(models.F("due_on"), nulls_last=True),
                models.F("id"),
                condition=models.Q(("status__in", ["todo", "in_progress"])),
                name="action_open_by_date",
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                condition=models.Q(("status__in", ["todo", "in_progress"])),
                fields=["owner", "due_on"],
                name="action_open_of_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("gated", False),
                    ("status", "proposed"),
                    models.Q(("due_on__isnull", False), ("owner__isnull", False)),
                    models.Q(("committed_at__isnull", True), ("status", "wont_do")),
                    models.Q(("committed_at__isnull", True), ("is_imported", True), ("status", "done")),
                    _connector="OR",
                ),
                name="action_gated_needs_owner_and_date",
                violation_error_message="An action of a published post-mortem is a proposal, or has an owner and a date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["proposed", "wont_do"]),
                    ("committed_at__isnull", False),
                    models.Q(("is_imported", True), ("status", "done")),
                    _connector="OR",
                ),
                name="action_commitment_is_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["proposed", "todo", "in_progress", "done", "wont_do"])),
                name="action_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", ["critical", "high", "medium", "low"])),
                name="action_priority_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", ""), ("kind__in", ["prevent", "detect", "mitigate", "recover", "learn"]), _connector="OR"
                ),
                name="action_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", False), ("status__in", ["done", "wont_do"])),
                    models.Q(
                        models.Q(("status__in", ["done", "wont_do"]), _negated=True), ("settled_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="action_settled_iff_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "wont_do"), _negated=True),
                    models.Q(("reasoning", ""), _negated=True),
                    ("is_imported", True),
                    _connector="OR",
                ),
                name="action_wont_do_has_reasoning",
                violation_error_message="Won't do keeps its reasoning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="action_title_said"
            ),
        ),
        migrations.AddIndex(
            model_name="actionevent",
            index=models.Index(fields=["action", "-at"], name="action_event_newest"),
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
                            "imported",
                        ],
                    )
                ),
                name="action_event_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.UniqueConstraint(
                fields=("person", "action", "kind", "speaks_of", "step"), name="nudge_one_reason_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["due_soon", "overdue", "stale", "unowned", "orphaned"])),
                name="nudge_kind_known",
            ),
        ),
        migrations.RunSQL(HOLD_THE_GATE, reverse_sql=LET_THE_GATE_GO),
    ]
