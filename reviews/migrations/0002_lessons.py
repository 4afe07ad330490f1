import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0003_action_items_file"),
        ("incidents", "0004_severity_pattern_whole"),
        ("people", "0005_shipped_agreement"),
        ("reviews", "0001_kept_months"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=500)),
                ("told_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "concerns",
                    models.ManyToManyField(
                        blank=True, help_text="No team means every team.", related_name="lessons", to="people.team"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lessons", to="incidents.incident"
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-told_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="LessonAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="actions.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="reviews.lesson"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"),
                ),
            ],
            options={
                "ordering": ("team__name",),
            },
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="lesson_said"),
        ),
        migrations.AddConstraint(
            model_name="lessonanswer",
            constraint=models.UniqueConstraint(fields=("lesson", "team"), name="lesson_answered_once_by_a_team"),
        ),
        migrations.AddConstraint(
            model_name="lessonanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action__isnull", False), ("reason", "")),
                    models.Q(("action__isnull", True), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="lesson_answer_is_action_or_reason",
            ),
        ),
    ]
