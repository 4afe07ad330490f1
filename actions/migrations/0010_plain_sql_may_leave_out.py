from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0009_more_links"),
    ]

    operations = [
        migrations.AlterField(
            model_name="action",
            name="alias",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="What files and TODOs call it: PIR-2026-05-24-001.",
                max_length=60,
                verbose_name="reference",
            ),
        ),
        migrations.AlterField(
            model_name="action",
            name="extra",
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()),
                default=dict,
                editable=False,
                help_text="What action-items.yml said of it, whole, and its place there.",
            ),
        ),
        migrations.AlterField(
            model_name="action",
            name="reopen_if",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="what would open it again"),
        ),
        migrations.AlterField(
            model_name="action",
            name="snooze_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AlterField(
            model_name="action",
            name="verification",
            field=models.TextField(blank=True, db_default="", default="", help_text="What shows that it held."),
        ),
    ]
