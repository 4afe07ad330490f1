from django.db import migrations, models

# Nearly every tag is on an incident that everybody may see. Which row says so is kept beside the tag, so that a filter
# that offers three hundred tags asks for three hundred rows, and not for the uses of each. A foreign key on the row and
# on its being open lets go of it when the row is deleted or its incident becomes restricted: what is kept is never
# wrong. Where nothing is kept the uses are looked up as before, so nobody has to keep it up but who adds a tag.
KNOWN = """
ALTER TABLE incidents_incident_tags ADD CONSTRAINT incident_tag_as_it_is UNIQUE (id, is_restricted);
UPDATE incidents_tag t SET known_row = r.id, known_restricted = false
    FROM (SELECT tag_id, max(id) AS id FROM incidents_incident_tags WHERE NOT is_restricted GROUP BY tag_id) r
    WHERE r.tag_id = t.id;
ALTER TABLE incidents_tag ADD CONSTRAINT tag_known_by_an_open_use FOREIGN KEY (known_row, known_restricted)
    REFERENCES incidents_incident_tags (id, is_restricted) ON DELETE SET NULL ON UPDATE SET NULL;
CREATE FUNCTION tag_is_known() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE incidents_tag SET known_row = NEW.id, known_restricted = false WHERE id = NEW.tag_id AND known_row IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER incident_tag_is_known AFTER INSERT ON incidents_incident_tags
    FOR EACH ROW WHEN (NOT NEW.is_restricted) EXECUTE FUNCTION tag_is_known();
"""
FORGOTTEN = """
DROP TRIGGER incident_tag_is_known ON incidents_incident_tags;
DROP FUNCTION tag_is_known();
ALTER TABLE incidents_tag DROP CONSTRAINT tag_known_by_an_open_use;
ALTER TABLE incidents_incident_tags DROP CONSTRAINT incident_tag_as_it_is;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0009_newest_first")]

    operations = [
        migrations.AddField("tag", "known_row", models.BigIntegerField(null=True, blank=True, editable=False)),
        migrations.AddField("tag", "known_restricted", models.BooleanField(null=True, blank=True, editable=False)),
        migrations.AddConstraint(
            "tag",
            models.CheckConstraint(
                name="tag_known_by_what_is_open",
                condition=models.Q(known_row__isnull=True, known_restricted__isnull=True)
                | models.Q(known_row__isnull=False, known_restricted__isnull=False, known_restricted=False),
            ),
        ),
        migrations.RunSQL(KNOWN, FORGOTTEN),
    ]
