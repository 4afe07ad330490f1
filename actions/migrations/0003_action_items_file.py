import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0002_action_open_by_movement"),
        ("incidents", "0004_severity_pattern_whole"),
        ("people", "0005_shipped_agreement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ItemsFileHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list_key", models.CharField(default="action_items", max_length=20)),
                ("values", models.TextField(default="{}", help_text="JSON as text: its keys keep their order.")),
            ],
        ),
        migrations.AddField(
            model_name="action",
            name="alias",
            field=models.CharField(
                blank=True,
                help_text="What files and TODOs call it: PIR-2026-05-24-001.",
                max_length=60,
                verbose_name="reference",
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="extra",
            field=models.JSONField(
                default=dict, editable=False, help_text="What action-items.yml said of it, whole, and its place there."
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.UniqueConstraint(
                condition=models.Q(("alias", ""), _negated=True),
                fields=("alias",),
                name="action_alias_once",
                violation_error_message="Another action is called that.",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("alias", ""),
                    models.Q(
                        ("alias__regex", "^[A-Z][A-Z0-9]{1,9}(-[A-Z0-9]{1,16}){1,5}$"),
                        models.Q(("alias__regex", "^(AI|INC)-[0-9]+$"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="action_alias_form",
            ),
        ),
        migrations.AddField(
            model_name="itemsfilehead",
            name="incident",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="items_file_head", to="incidents.incident"
            ),
        ),
    ]
