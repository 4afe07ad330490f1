import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FREEZE = """
CREATE TRIGGER month_waiting_is_frozen BEFORE UPDATE OR DELETE ON reviews_monthwaiting
    FOR EACH ROW EXECUTE FUNCTION closed_month_is_frozen()
"""


class Migration(migrations.Migration):
    """What waited for each person when a month was closed: their digest is told from it, whenever it is written."""

    dependencies = [
        ("incidents", "0006_kind_not_known_yet"),
        ("reviews", "0012_nothing_kept_of_what_waited"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthWaiting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("offer", "you were asked to take it on"),
                            ("review", "your review was asked for"),
                            ("action", "open"),
                            ("verdict", "done: did it hold?"),
                            ("draft", "a draft you facilitate"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "also",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        help_text="Further incidents of the same document.",
                        size=None,
                    ),
                ),
                ("number", models.PositiveBigIntegerField(help_text="The action's, else the incident's.")),
                ("title", models.CharField(max_length=300)),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "closed",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waiting",
                        to="reviews.closedmonth",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.incident",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ("pk",)},
        ),
        migrations.AddIndex(
            model_name="monthwaiting",
            index=models.Index(fields=["closed", "person"], name="month_waiting_of_person"),
        ),
        migrations.AddConstraint(
            model_name="monthwaiting",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["offer", "review", "action", "verdict", "draft"])),
                name="month_waiting_kind_known",
            ),
        ),
        migrations.RunSQL(FREEZE, "DROP TRIGGER month_waiting_is_frozen ON reviews_monthwaiting"),
    ]
