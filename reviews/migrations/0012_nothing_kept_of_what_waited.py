from django.db import migrations

FREEZE = """
CREATE TRIGGER waiting_is_frozen BEFORE UPDATE OR DELETE ON reviews_waiting
    FOR EACH ROW EXECUTE FUNCTION closed_month_is_frozen();
"""


class Migration(migrations.Migration):
    """What waits for somebody is asked when they are told: what it was when a month was closed is read by nobody."""

    dependencies = [("reviews", "0011_reading_is_noted")]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, FREEZE),
        migrations.DeleteModel("Waiting"),
    ]
