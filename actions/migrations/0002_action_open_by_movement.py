from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0001_initial"),
        ("incidents", "0002_default_severities"),
        ("people", "0002_nudges_weekly"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                condition=models.Q(("status__in", ["todo", "in_progress"])),
                fields=["moved_at"],
                name="action_open_by_movement",
            ),
        ),
    ]
