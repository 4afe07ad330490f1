from decimal import Decimal

import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import people.models
import web.numbers

# Publication closes the gate on an incident's actions; nothing opens it again.
KEEP_GATE_CLOSED = """
CREATE FUNCTION incident_gate_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the gate of incident % stays closed', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_gate_stays_closed';
END $$;
CREATE TRIGGER incident_gate_stays_closed BEFORE UPDATE OF actions_gated ON incidents_incident
    FOR EACH ROW WHEN (OLD.actions_gated AND NOT NEW.actions_gated)
    EXECUTE FUNCTION incident_gate_stays_closed();
"""
LET_GATE_GO = """
DROP TRIGGER incident_gate_stays_closed ON incidents_incident;
DROP FUNCTION incident_gate_stays_closed();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE incident_number AS bigint", reverse_sql="DROP SEQUENCE incident_number"),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveBigIntegerField(
                        db_default=web.numbers.NextNumber("incident_number"), editable=False, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("availability", "Availability"),
                            ("degradation", "Degradation"),
                            ("security", "Security"),
                            ("data_loss", "Data loss"),
                            ("data_quality", "Data quality"),
                            ("near_miss", "Near miss"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=20,
                    ),
                ),
                ("summary", models.TextField(blank=True)),
                ("began_at", models.DateTimeField(blank=True, null=True)),
                (
                    "began_precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("second", "to the second"),
                            ("minute", "to the minute"),
                            ("around", "around"),
                            ("day", "the day"),
                            ("month", "the month"),
                        ],
                        max_length=10,
                    ),
                ),
                ("detected_at", models.DateTimeField(blank=True, null=True)),
                (
                    "detected_precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("second", "to the second"),
                            ("minute", "to the minute"),
                            ("around", "around"),
                            ("day", "the day"),
                            ("month", "the month"),
                        ],
                        max_length=10,
                    ),
                ),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "acknowledged_precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("second", "to the second"),
                            ("minute", "to the minute"),
                            ("around", "around"),
                            ("day", "the day"),
                            ("month", "the month"),
                        ],
                        max_length=10,
                    ),
                ),
                ("mitigated_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mitigated_precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("second", "to the second"),
                            ("minute", "to the minute"),
                            ("around", "around"),
                            ("day", "the day"),
                            ("month", "the month"),
                        ],
                        max_length=10,
                    ),
                ),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "resolved_precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("second", "to the second"),
                            ("minute", "to the minute"),
                            ("around", "around"),
                            ("day", "the day"),
                            ("month", "the month"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        help_text="The zone times were told in.",
                        max_length=64,
                        validators=[people.models.validate_time_zone],
                    ),
                ),
                ("is_restricted", models.BooleanField(default=False, verbose_name="restricted")),
                (
                    "actions_gated",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="True from publication on: an action is then a proposal, or has an owner and a date.",
                    ),
                ),
                ("is_imported", models.BooleanField(default=False, editable=False)),
                (
                    "document_decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("postmortem", "Write a post-mortem"),
                            ("brief_note", "Write a brief note"),
                            ("nothing", "Write nothing"),
                        ],
                        max_length=20,
                    ),
                ),
                ("document_decision_reason", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "version",
                    models.PositiveIntegerField(default=1, help_text="Counts changes of facts, to notice a lost race."),
                ),
                (
                    "happened_at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            "began_at", "detected_at", "recorded_at"
                        ),
                        output_field=models.DateTimeField(),
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("teams", models.ManyToManyField(blank=True, related_name="incidents", to="people.team")),
            ],
            options={
                "ordering": ("-happened_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="IncidentAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="accesses", to="incidents.incident"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident_accesses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="incident",
            name="people_with_access",
            field=models.ManyToManyField(
                related_name="restricted_incidents",
                through="incidents.IncidentAccess",
                through_fields=("incident", "user"),
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="IncidentHistory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("recorded", "Recorded"),
                            ("facts_changed", "Facts changed"),
                            ("impact_changed", "Impact changed"),
                            ("timeline_changed", "Timeline changed"),
                            ("restricted", "Restricted"),
                            ("opened", "Restriction lifted"),
                            ("access_given", "Access given"),
                            ("access_taken", "Access taken"),
                            ("decided", "Decided what to write"),
                            ("actions_gated", "Gate closed on its actions"),
                            ("imported", "Imported"),
                        ],
                        max_length=30,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("details", models.JSONField(default=dict)),
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
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="history", to="incidents.incident"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "incident history",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="IncidentLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.URLField(max_length=1000)),
                ("label", models.CharField(blank=True, max_length=120)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="incidents.incident"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="people.team",
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.AddField(
            model_name="incident",
            name="services",
            field=models.ManyToManyField(blank=True, related_name="incidents", to="incidents.service"),
        ),
        migrations.CreateModel(
            name="Severity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.PositiveSmallIntegerField(help_text="1 is the gravest.", unique=True)),
                ("name", models.CharField(max_length=40)),
                (
                    "aliases",
                    models.CharField(blank=True, help_text="Comma-separated, such as P1, critical.", max_length=120),
                ),
                ("description", models.CharField(blank=True, max_length=300)),
                (
                    "requires",
                    models.CharField(
                        choices=[
                            ("full", "A full post-mortem"),
                            ("light", "A post-mortem, the light template will do"),
                            ("decision", "A decision: post-mortem, brief note or nothing, with the reason kept"),
                            ("none", "Nothing, until a pattern emerges"),
                        ],
                        max_length=20,
                    ),
                ),
                ("template_key", models.SlugField(blank=True, help_text="The template offered first.", max_length=60)),
                (
                    "reviewed_by",
                    models.CharField(
                        choices=[("leadership", "Leadership"), ("team", "The team"), ("nobody", "Nobody")],
                        default="team",
                        max_length=20,
                    ),
                ),
                (
                    "draft_within",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="working days to a draft in review"
                    ),
                ),
                (
                    "publish_within",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="working days to publication"),
                ),
                (
                    "pattern_count",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="So many alike ask for one post-mortem over them all.",
                        null=True,
                        verbose_name="this many alike",
                    ),
                ),
                (
                    "pattern_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="within so many days"),
                ),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name_plural": "severities",
                "ordering": ("level",),
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("name"), name="severity_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("requires__in", ["full", "light", "decision", "none"])),
                        name="severity_requires_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reviewed_by__in", ["leadership", "team", "nobody"])),
                        name="severity_reviewed_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pattern_count__isnull", True), ("pattern_days__isnull", True)),
                            models.Q(("pattern_count__gte", 2), ("pattern_days__gte", 1)),
                            _connector="OR",
                        ),
                        name="severity_pattern_whole",
                        violation_error_message="A pattern needs both: how many alike (at least 2), within how many days.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="incident",
            name="severity",
            field=models.ForeignKey(
                blank=True,
                help_text="Null: not known yet.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="incidents",
                to="incidents.severity",
            ),
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("kind", models.CharField(choices=[("system", "System"), ("category", "Category")], max_length=20)),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        name="tag_name_once",
                        violation_error_message="There is a tag of this name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["system", "category"])), name="tag_kind_known"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="incident",
            name="tags",
            field=models.ManyToManyField(blank=True, related_name="incidents", to="incidents.tag"),
        ),
        migrations.CreateModel(
            name="TimelineEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("at", models.DateTimeField(blank=True, null=True)),
                (
                    "precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("second", "to the second"),
                            ("minute", "to the minute"),
                            ("around", "around"),
                            ("day", "the day"),
                            ("month", "the month"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(default="UTC", help_text="The zone the time was told in.", max_length=64),
                ),
                ("told", models.CharField(blank=True, max_length=80, verbose_name="time as told")),
                ("text", models.TextField()),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("detection", "Detection"),
                            ("hypothesis", "Hypothesis"),
                            ("decision", "Decision"),
                            ("action", "Action"),
                            ("communication", "Communication"),
                            ("mitigation", "Mitigation"),
                            ("recovery", "Recovery"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("alert", "Alert"),
                            ("log", "Log"),
                            ("chat", "Chat"),
                            ("deploy", "Deploy"),
                            ("account", "A person's account"),
                        ],
                        max_length=20,
                    ),
                ),
                ("evidence_url", models.URLField(blank=True, max_length=1000, verbose_name="evidence")),
                ("known_later", models.BooleanField(default=False, verbose_name="known only later")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="timeline", to="incidents.incident"
                    ),
                ),
            ],
            options={
                "ordering": ("incident", "position"),
            },
        ),
        migrations.CreateModel(
            name="Impact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "users_affected",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="users affected"),
                ),
                (
                    "users_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=6,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal(0)),
                            django.core.validators.MaxValueValidator(Decimal(100)),
                        ],
                        verbose_name="share of users, percent",
                    ),
                ),
                (
                    "error_budget_spent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=8,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal(0))],
                        verbose_name="error budget spent, percent of the month's",
                    ),
                ),
                (
                    "revenue_kind",
                    models.CharField(
                        choices=[("unknown", "Not known yet"), ("negligible", "Negligible"), ("amount", "An amount")],
                        default="unknown",
                        max_length=20,
                        verbose_name="revenue",
                    ),
                ),
                (
                    "revenue_amount",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="amount"),
                ),
                ("revenue_currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                ("support_tickets", models.PositiveIntegerField(blank=True, null=True, verbose_name="support tickets")),
                ("trust", models.TextField(blank=True, help_text="What people said, and where.", verbose_name="trust")),
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="impact", to="incidents.incident"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("revenue_amount__isnull", False),
                                ("revenue_kind", "amount"),
                                models.Q(("revenue_currency", ""), _negated=True),
                            ),
                            models.Q(
                                ("revenue_amount__isnull", True),
                                ("revenue_currency", ""),
                                ("revenue_kind__in", ["unknown", "negligible"]),
                            ),
                            _connector="OR",
                        ),
                        name="impact_revenue_whole",
                        violation_error_message="An amount needs its figure and its currency; otherwise leave both empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("users_share__isnull", True),
                            models.Q(("users_share__gte", 0), ("users_share__lte", 100)),
                            _connector="OR",
                        ),
                        name="impact_share_is_percent",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="incidentaccess",
            constraint=models.UniqueConstraint(fields=("user", "incident"), name="incident_access_once"),
        ),
        migrations.AddConstraint(
            model_name="incidenthistory",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "recorded",
                            "facts_changed",
                            "impact_changed",
                            "timeline_changed",
                            "restricted",
                            "opened",
                            "access_given",
                            "access_taken",
                            "decided",
                            "actions_gated",
                            "imported",
                        ],
                    )
                ),
                name="incident_history_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentlink",
            constraint=models.UniqueConstraint(fields=("incident", "url"), name="incident_link_once"),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                name="service_name_once",
                violation_error_message="There is a service of this name.",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["-happened_at", "-id"], name="incident_newest"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["kind", "-happened_at"], name="incident_kind_newest"),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.UniqueConstraint(fields=("id", "actions_gated"), name="incident_id_with_gate"),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["availability", "degradation", "security", "data_loss", "data_quality", "near_miss", "other"],
                    )
                ),
                name="incident_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="incident_title_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("document_decision", ""),
                    models.Q(
                        ("document_decision__in", ["postmortem", "brief_note", "nothing"]),
                        models.Q(("document_decision_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="incident_decision_with_reason",
                violation_error_message="A decision keeps its reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("began_at__isnull", True), ("began_precision", "")),
                    models.Q(
                        ("began_at__isnull", False),
                        ("began_precision__in", ["second", "minute", "around", "day", "month"]),
                    ),
                    _connector="OR",
                ),
                name="incident_began_precision",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("detected_at__isnull", True), ("detected_precision", "")),
                    models.Q(
                        ("detected_at__isnull", False),
                        ("detected_precision__in", ["second", "minute", "around", "day", "month"]),
                    ),
                    _connector="OR",
                ),
                name="incident_detected_precision",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("acknowledged_at__isnull", True), ("acknowledged_precision", "")),
                    models.Q(
                        ("acknowledged_at__isnull", False),
                        ("acknowledged_precision__in", ["second", "minute", "around", "day", "month"]),
                    ),
                    _connector="OR",
                ),
                name="incident_acknowledged_precision",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mitigated_at__isnull", True), ("mitigated_precision", "")),
                    models.Q(
                        ("mitigated_at__isnull", False),
                        ("mitigated_precision__in", ["second", "minute", "around", "day", "month"]),
                    ),
                    _connector="OR",
                ),
                name="incident_mitigated_precision",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resolved_at__isnull", True), ("resolved_precision", "")),
                    models.Q(
                        ("resolved_at__isnull", False),
                        ("resolved_precision__in", ["second", "minute", "around", "day", "month"]),
                    ),
                    _connector="OR",
                ),
                name="incident_resolved_precision",
            ),
        ),
        migrations.AddConstraint(
            model_name="timelineevent",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("incident", "position"),
                name="timeline_event_position_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="timelineevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("at__isnull", True), ("precision", "")),
                    models.Q(("at__isnull", False), ("precision__in", ["second", "minute", "around", "day", "month"])),
                    _connector="OR",
                ),
                name="timeline_event_precision",
            ),
        ),
        migrations.AddConstraint(
            model_name="timelineevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", ""),
                    (
                        "kind__in",
                        ["detection", "hypothesis", "decision", "action", "communication", "mitigation", "recovery"],
                    ),
                    _connector="OR",
                ),
                name="timeline_event_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="timelineevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("source", ""), ("source__in", ["alert", "log", "chat", "deploy", "account"]), _connector="OR"
                ),
                name="timeline_event_source_known",
            ),
        ),
        migrations.RunSQL(KEEP_GATE_CLOSED, reverse_sql=LET_GATE_GO),
    ]
