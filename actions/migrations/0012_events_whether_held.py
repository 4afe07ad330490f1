from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0011_planner_looks_where_hours_changed"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="actionevent",
            index=models.Index(
                condition=models.Q(("kind__in", ["verified", "reopened"])),
                fields=["at"],
                name="action_event_whether_held",
            ),
        ),
    ]
