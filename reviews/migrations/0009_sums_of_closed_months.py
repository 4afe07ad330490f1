from django.db import migrations

# What closed months kept, added up once; from then on frozen like the rest of what was kept.
ADD_UP = """
INSERT INTO reviews_monthsum (closed_id, key, of_month, days, numerator, denominator, rows)
SELECT closed_id, key, of_month, CASE WHEN key IN ('days_to_draft', 'days_to_publication') THEN numerator END,
       sum(numerator), sum(denominator), count(*)
FROM reviews_monthfigure GROUP BY 1, 2, 3, 4
"""
FREEZE = """
CREATE TRIGGER month_sum_is_frozen BEFORE UPDATE OR DELETE ON reviews_monthsum
    FOR EACH ROW EXECUTE FUNCTION closed_month_is_frozen()
"""
THAW = """
DROP TRIGGER month_sum_is_frozen ON reviews_monthsum;
DELETE FROM reviews_monthsum
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0008_measures_of_a_month")]

    operations = [migrations.RunSQL(ADD_UP, migrations.RunSQL.noop), migrations.RunSQL(FREEZE, THAW)]
