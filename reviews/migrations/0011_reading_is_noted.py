from django.db import migrations


class Migration(migrations.Migration):
    """It is noted which teams read from now on, until somebody switches it off."""

    dependencies = [("reviews", "0010_which_teams_read")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO reviews_readingpolicy (id, noted_since) VALUES (1, now())",
            "DELETE FROM reviews_readingpolicy",
        )
    ]
