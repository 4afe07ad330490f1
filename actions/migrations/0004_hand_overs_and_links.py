import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0003_action_items_file"),
        ("notifications", "0002_hand_overs_and_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.TextField(blank=True, help_text="What the giver says to the receiver.")),
                ("offered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("offered", "Offered"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="offered",
                        max_length=20,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("reply", models.TextField(blank=True, help_text="What the receiver says to the giver.")),
            ],
            options={
                "ordering": ("-offered_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="LinkPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "without_sign_in",
                    models.BooleanField(default=True, verbose_name="Links in reminders open without sign-in"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LinkUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nonce", models.CharField(max_length=120, unique=True)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("done", "Done"),
                            ("new_date", "New date"),
                            ("wont_do", "Won't do"),
                            ("hand_over", "Hand over"),
                            ("accept", "Accept it"),
                            ("refuse", "Say no"),
                            ("undo", "Undo"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="actionevent",
            name="action_event_kind_known",
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
                ],
                max_length=30,
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
                        ],
                    )
                ),
                name="action_event_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="action",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="hand_overs", to="actions.action"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="to",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="hand_overs_offered",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="linkpolicy",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="link_policy_one_row"),
        ),
        migrations.AddField(
            model_name="linkuse",
            name="action",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="link_uses", to="actions.action"
            ),
        ),
        migrations.AddField(
            model_name="linkuse",
            name="event",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="link_use", to="actions.actionevent"
            ),
        ),
        migrations.AddField(
            model_name="linkuse",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="link_uses", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="linkuse",
            name="told_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="link_uses",
                to="notifications.message",
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(condition=models.Q(("answer", "offered")), fields=["to"], name="hand_over_open_to"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answer", "offered")),
                fields=("action",),
                name="hand_over_one_open_per_action",
                violation_error_message="It is offered to somebody already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["offered", "accepted", "declined", "withdrawn"])),
                name="hand_over_answer_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "offered"), ("answered_at__isnull", True)),
                    models.Q(models.Q(("answer", "offered"), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="hand_over_answered_iff_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "declined"), _negated=True),
                    models.Q(("reply", ""), _negated=True),
                    _connector="OR",
                ),
                name="hand_over_declined_with_a_word",
            ),
        ),
        migrations.AddIndex(
            model_name="linkuse",
            index=models.Index(fields=["person", "-at"], name="link_use_of_person"),
        ),
        migrations.AddConstraint(
            model_name="linkuse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("purpose__in", ["done", "new_date", "wont_do", "hand_over", "accept", "refuse", "undo"])
                ),
                name="link_use_purpose_known",
            ),
        ),
    ]
