from django.db import migrations, models

MESSAGE = "A pattern needs both: how many alike (at least 2), within how many days."


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_restricted_index")]

    operations = [
        migrations.RemoveConstraint(model_name="severity", name="severity_pattern_whole"),
        migrations.AddConstraint(
            model_name="severity",
            constraint=models.CheckConstraint(
                name="severity_pattern_whole",
                condition=models.Q(("pattern_count__isnull", True), ("pattern_days__isnull", True))
                | models.Q(
                    ("pattern_count__gte", 2),
                    ("pattern_count__isnull", False),
                    ("pattern_days__gte", 1),
                    ("pattern_days__isnull", False),
                ),
                violation_error_message=MESSAGE,
            ),
        ),
    ]
