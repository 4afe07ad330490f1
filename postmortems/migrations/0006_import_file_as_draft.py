from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("postmortems", "0005_import_batches")]

    operations = [
        migrations.AddField(
            model_name="importfile",
            name="as_draft",
            field=models.BooleanField(default=False, help_text="This one alone; the batch may say it for all."),
        ),
    ]
