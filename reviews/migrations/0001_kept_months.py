import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# What was kept of a month is never changed and never taken away.
FREEZE = """
CREATE FUNCTION closed_month_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was kept of a closed month is frozen'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_month_is_frozen';
END $$;
CREATE TRIGGER closed_month_is_frozen BEFORE UPDATE OR DELETE ON reviews_closedmonth
    FOR EACH ROW EXECUTE FUNCTION closed_month_is_frozen();
CREATE TRIGGER month_figure_is_frozen BEFORE UPDATE OR DELETE ON reviews_monthfigure
    FOR EACH ROW EXECUTE FUNCTION closed_month_is_frozen();
CREATE TRIGGER waiting_is_frozen BEFORE UPDATE OR DELETE ON reviews_waiting
    FOR EACH ROW EXECUTE FUNCTION closed_month_is_frozen();
"""
THAW = """
DROP TRIGGER waiting_is_frozen ON reviews_waiting;
DROP TRIGGER month_figure_is_frozen ON reviews_monthfigure;
DROP TRIGGER closed_month_is_frozen ON reviews_closedmonth;
DROP FUNCTION closed_month_is_frozen();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("incidents", "0004_severity_pattern_whole"),
        ("people", "0005_shipped_agreement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Circle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "chair",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("teams", models.ManyToManyField(related_name="circles", to="people.team")),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="ClosedMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField(help_text="The first day of the month.")),
                ("closed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "knows_pile",
                    models.BooleanField(
                        help_text="Whether it was closed in time to say how the pile of actions stood."
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(help_text="Of the shape of the facts.")),
                ("facts", models.JSONField(help_text="What was listed: documents, near misses, decisions, the pile.")),
                (
                    "circle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_months",
                        to="reviews.circle",
                    ),
                ),
            ],
            options={
                "ordering": ("-first_day",),
            },
        ),
        migrations.CreateModel(
            name="MonthFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=30)),
                ("of_month", models.DateField(help_text="The month a cohort began in; elsewhere the closed one.")),
                (
                    "also",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        help_text="Further incidents of the same document.",
                        size=None,
                    ),
                ),
                ("numerator", models.IntegerField()),
                ("denominator", models.IntegerField()),
                (
                    "closed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="reviews.closedmonth"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="incidents.incident"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("items", models.JSONField(help_text="Incident, number, title and date of each open action.")),
                (
                    "closed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="waiting", to="reviews.closedmonth"
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
        migrations.AddConstraint(
            model_name="circle",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                name="circle_name_once",
                violation_error_message="There is a circle of this name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="closedmonth",
            constraint=models.UniqueConstraint(
                fields=("first_day", "circle"), name="closed_month_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="closedmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_day__day", 1)), name="closed_month_is_a_month"
            ),
        ),
        migrations.AddIndex(
            model_name="monthfigure",
            index=models.Index(fields=["closed", "key"], name="month_figure_of_measure"),
        ),
        migrations.AddConstraint(
            model_name="waiting",
            constraint=models.UniqueConstraint(fields=("closed", "person"), name="waiting_once"),
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
