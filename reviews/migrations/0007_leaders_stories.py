import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0006_agenda_of_a_meeting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Story",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField(help_text="The first day of the month whose review it opens.")),
                ("text", models.TextField(max_length=5000)),
                ("is_off_record", models.BooleanField(default=True)),
                ("offered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "circle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviews.circle",
                    ),
                ),
                (
                    "teller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("offered_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("first_day", "circle", "teller"), name="story_once_a_teller", nulls_distinct=False
                    ),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="story_said"),
                    models.CheckConstraint(condition=models.Q(("first_day__day", 1)), name="story_of_a_month"),
                ],
            },
        ),
    ]
