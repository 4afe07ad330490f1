from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0008_planner_looks_where_facts_changed"),
        ("notifications", "0003_minutes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="linkuse",
            name="link_use_purpose_known",
        ),
        migrations.AlterField(
            model_name="linkuse",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("done", "Done"),
                    ("new_date", "New date"),
                    ("wont_do", "Won't do"),
                    ("hand_over", "Hand over"),
                    ("snooze", "Remind me later"),
                    ("verify", "Did it hold?"),
                    ("accept", "Accept it"),
                    ("refuse", "Say no"),
                    ("undo", "Undo"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="linkuse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "purpose__in",
                        ["done", "new_date", "wont_do", "hand_over", "snooze", "verify", "accept", "refuse", "undo"],
                    )
                ),
                name="link_use_purpose_known",
            ),
        ),
    ]
