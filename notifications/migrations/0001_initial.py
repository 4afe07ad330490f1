import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nudges", "Reminder of actions"),
                            ("digest", "Monthly digest"),
                            ("invitation", "Invitation"),
                            ("password_reset", "Password reset"),
                            ("review_asked", "Review asked"),
                            ("review_answered", "Review answered"),
                            ("published", "Post-mortem published"),
                            ("action_handed", "Action handed over"),
                            ("account", "About your account"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "address",
                    models.EmailField(blank=True, help_text="For people who are not here yet.", max_length=254),
                ),
                ("refers_to", models.JSONField(default=dict)),
                (
                    "key",
                    models.CharField(
                        help_text="What makes it this message; a second of the same is not made.",
                        max_length=200,
                        unique=True,
                    ),
                ),
                (
                    "local_day",
                    models.DateField(blank=True, help_text="The receiver's day, for one nudge mail a day.", null=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("skipped", "Skipped"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("send_after", models.DateTimeField(default=django.utils.timezone.now)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("lease", models.UUIDField(blank=True, help_text="Which worker's attempt holds it.", null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Why it failed or was skipped; never a title or an address.",
                        max_length=300,
                    ),
                ),
                ("message_id", models.CharField(help_text="The same at every attempt.", max_length=255, unique=True)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("text_body", models.TextField(blank=True)),
                ("html_body", models.TextField(blank=True)),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "sending"])),
                        fields=["send_after", "id"],
                        name="message_owed",
                    ),
                    models.Index(fields=["recipient", "-id"], name="message_of_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "nudges")),
                        fields=("recipient", "local_day"),
                        name="message_one_nudge_mail_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "nudges",
                                    "digest",
                                    "invitation",
                                    "password_reset",
                                    "review_asked",
                                    "review_answered",
                                    "published",
                                    "action_handed",
                                    "account",
                                ],
                            )
                        ),
                        name="message_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "sending", "sent", "failed", "skipped"])),
                        name="message_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), ("recipient__isnull", False)),
                            models.Q(("recipient__isnull", True), models.Q(("address", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="message_has_one_receiver",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "nudges"), _negated=True),
                            models.Q(("local_day__isnull", False), ("recipient__isnull", False)),
                            _connector="OR",
                        ),
                        name="message_nudges_have_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease__isnull", False), ("leased_until__isnull", False), ("state", "sending")),
                            models.Q(
                                models.Q(("state", "sending"), _negated=True),
                                ("lease__isnull", True),
                                ("leased_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="message_sending_iff_leased",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="message_sent_iff_dated",
                    ),
                ],
            },
        ),
    ]
