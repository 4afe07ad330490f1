import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# The minutes of a closed meeting are never changed.
FREEZE = """
CREATE FUNCTION closed_meeting_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'the minutes of a closed meeting are frozen'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_meeting_is_frozen';
END $$;
CREATE TRIGGER closed_meeting_is_frozen BEFORE UPDATE OR DELETE ON reviews_meeting
    FOR EACH ROW EXECUTE FUNCTION closed_meeting_is_frozen();
"""
THAW = """
DROP TRIGGER closed_meeting_is_frozen ON reviews_meeting;
DROP FUNCTION closed_meeting_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_shipped_agreement"),
        ("postmortems", "0006_import_file_as_draft"),
        ("reviews", "0002_lessons"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField(help_text="The first day of the month that is reviewed.")),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("topic", models.SlugField(default="agreement", help_text="What the chair shows.", max_length=40)),
                ("minutes", models.JSONField(blank=True, null=True)),
                (
                    "chair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "circle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="reviews.circle",
                    ),
                ),
                ("teams", models.ManyToManyField(blank=True, related_name="+", to="people.team")),
            ],
            options={
                "ordering": ("-first_day",),
            },
        ),
        migrations.AddField(
            model_name="lesson",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lessons",
                to="reviews.meeting",
            ),
        ),
        migrations.CreateModel(
            name="Present",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="present", to="reviews.meeting"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="reviews.meeting"
                    ),
                ),
                (
                    "postmortem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="postmortems.postmortem"
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                fields=("first_day", "circle"), name="meeting_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(condition=models.Q(("first_day__day", 1)), name="meeting_of_a_month"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("minutes__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("minutes__isnull", False)),
                    _connector="OR",
                ),
                name="meeting_closed_with_minutes",
            ),
        ),
        migrations.AddConstraint(
            model_name="present",
            constraint=models.UniqueConstraint(fields=("meeting", "person"), name="present_once"),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(fields=("meeting", "postmortem"), name="reading_once"),
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
