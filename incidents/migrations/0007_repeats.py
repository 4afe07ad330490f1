import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0006_kind_not_known_yet"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Repeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="what is the same")),
                ("confirmed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why it is not a repeat"),
                ),
            ],
            options={
                "ordering": ("-confirmed_at", "-pk"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="incidenthistory",
            name="incident_history_kind_known",
        ),
        migrations.AddField(
            model_name="incidenthistory",
            name="other",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="incidents.incident",
            ),
        ),
        migrations.AlterField(
            model_name="incidenthistory",
            name="kind",
            field=models.CharField(
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
                    ("repeat_confirmed", "Repeat confirmed"),
                    ("repeat_withdrawn", "Repeat withdrawn"),
                ],
                max_length=30,
            ),
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
                            "repeat_confirmed",
                            "repeat_withdrawn",
                        ],
                    )
                ),
                name="incident_history_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="repeat",
            name="confirmed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="repeat",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="repeats", to="incidents.incident"
            ),
        ),
        migrations.AddField(
            model_name="repeat",
            name="of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="repeated_in", to="incidents.incident"
            ),
        ),
        migrations.AddField(
            model_name="repeat",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="repeat",
            index=models.Index(fields=["confirmed_at"], name="repeat_confirmed_at"),
        ),
        migrations.AddConstraint(
            model_name="repeat",
            constraint=models.CheckConstraint(
                condition=models.Q(("incident", models.F("of")), _negated=True), name="repeat_of_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="repeat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_because", ""), ("withdrawn_by__isnull", True)),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdrawn_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="repeat_withdrawn_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="repeat",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least("incident", "of"),
                django.db.models.functions.comparison.Greatest("incident", "of"),
                condition=models.Q(("withdrawn_at__isnull", True)),
                name="repeat_stands_once",
            ),
        ),
    ]
