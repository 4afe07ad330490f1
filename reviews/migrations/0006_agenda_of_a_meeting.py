import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0005_still_true"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="topic_extra",
            field=models.PositiveSmallIntegerField(default=0, help_text="Minutes it was given while it was shown."),
        ),
        migrations.AddField(
            model_name="meeting",
            name="topic_since",
            field=models.DateTimeField(
                default=django.utils.timezone.now, help_text="When it was first shown, for the clock."
            ),
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.SlugField(help_text="“read” stands for each document that is read.", max_length=40)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(blank=True, help_text="Empty: as long as it takes.", null=True),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agenda_items", to="reviews.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ("position", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "topic"), name="agenda_item_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes__isnull", True),
                            models.Q(("minutes__gte", 1), ("minutes__isnull", False), ("minutes__lte", 180)),
                            _connector="OR",
                        ),
                        name="agenda_item_minutes_of_a_meeting",
                    ),
                ],
            },
        ),
    ]
