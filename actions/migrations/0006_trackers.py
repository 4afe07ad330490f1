import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0005_calendar_feeds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TrackerConnection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("github", "GitHub"),
                            ("gitlab", "GitLab"),
                            ("jira", "Jira Cloud"),
                            ("linear", "Linear"),
                        ],
                        max_length=20,
                    ),
                ),
                ("base_url", models.URLField(max_length=300, verbose_name="address")),
                ("project", models.CharField(max_length=200)),
                ("account", models.CharField(blank=True, max_length=200)),
                ("cancelled_words", models.CharField(blank=True, max_length=300)),
                ("token_sealed", models.TextField(editable=False)),
                ("webhook_secret_sealed", models.TextField(blank=True, editable=False)),
                ("hook", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "paused_until",
                    models.DateTimeField(blank=True, help_text="The tracker asked us to wait so long.", null=True),
                ),
                ("heard_at", models.DateTimeField(blank=True, help_text="When its last webhook came.", null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="TrackerEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="actions.trackerconnection",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TrackerLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("marker", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("key", models.CharField(blank=True, max_length=100)),
                ("url", models.URLField(blank=True, max_length=500)),
                (
                    "create_begun_at",
                    models.DateTimeField(blank=True, help_text="The tracker may have made it since.", null=True),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("in_sync", "In step"),
                            ("drifted", "Differs"),
                            ("failing", "Cannot be reached"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("next_try_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease", models.UUIDField(blank=True, null=True)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                (
                    "agreed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "open"),
                            ("done", "done"),
                            ("cancelled", "closed without being done"),
                            ("duplicate", "closed as a duplicate"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "ticket_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "open"),
                            ("done", "done"),
                            ("cancelled", "closed without being done"),
                            ("duplicate", "closed as a duplicate"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ticket_words", models.CharField(blank=True, max_length=100)),
                ("ticket_owner", models.CharField(blank=True, max_length=200)),
                ("ticket_due_on", models.DateField(blank=True, null=True)),
                ("ticket_updated_at", models.DateTimeField(blank=True, null=True)),
                ("asks_for_reasoning", models.BooleanField(default=False)),
                ("reopens_there", models.BooleanField(default=False, help_text="Somebody said that it stays open.")),
                ("synced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ticket", to="actions.action"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="actions.trackerconnection",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="trackerconnection",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["github", "gitlab", "jira", "linear"])), name="tracker_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="trackerconnection",
            constraint=models.CheckConstraint(
                condition=models.Q(("token_sealed", ""), _negated=True), name="tracker_has_token"
            ),
        ),
        migrations.AddConstraint(
            model_name="trackerconnection",
            constraint=models.UniqueConstraint(
                fields=("kind", "base_url", "project"),
                name="tracker_project_once",
                violation_error_message="There is a connection to this already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trackerevent",
            constraint=models.UniqueConstraint(fields=("connection", "digest"), name="tracker_event_once"),
        ),
        migrations.AddIndex(
            model_name="trackerlink",
            index=models.Index(fields=["next_try_at"], name="tracker_link_due"),
        ),
        migrations.AddConstraint(
            model_name="trackerlink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True),
                fields=("connection", "key"),
                name="tracker_link_ticket_once",
                violation_error_message="Another action has this ticket.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trackerlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "in_sync", "drifted", "failing"])),
                name="tracker_link_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="trackerlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed__in", ["", "open", "done", "cancelled", "duplicate"]),
                    ("ticket_state__in", ["", "open", "done", "cancelled", "duplicate"]),
                ),
                name="tracker_link_ticket_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="trackerlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lease__isnull", True), ("leased_until__isnull", True)),
                    models.Q(("lease__isnull", False), ("leased_until__isnull", False)),
                    _connector="OR",
                ),
                name="tracker_link_lease_whole",
            ),
        ),
    ]
