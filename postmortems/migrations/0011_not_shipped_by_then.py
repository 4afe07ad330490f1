from django.db import migrations, models


class Migration(migrations.Migration):
    """An earlier action may still be under way: it is said that it had not shipped by then."""

    dependencies = [("postmortems", "0010_import_file_time_zone")]

    operations = [
        migrations.AlterField(
            "postmortemfactor",
            "ending",
            models.CharField(
                blank=True,
                choices=[
                    ("action", "An action removes it"),
                    ("unshipped", "An earlier action would have, and had not shipped by then"),
                    ("accepted", "We accept this"),
                ],
                max_length=20,
                verbose_name="how it ends",
            ),
        )
    ]
