import django.db.models.deletion
from django.db import migrations, models

# What an incident touched is walked newest first: the rows of a service, a tag or a team hold the moment of their
# incident, and whether it is restricted. They follow it by foreign key, as an action follows the gate, so that no
# writer can leave them behind; a trigger fills them in where a row is written.
FILL = """
CREATE FUNCTION touched_as_the_incident_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT happened_at, is_restricted INTO NEW.happened_at, NEW.is_restricted
        FROM incidents_incident WHERE id = NEW.incident_id FOR KEY SHARE;
    RETURN NEW;
END $$;
"""
FORGET = "DROP FUNCTION touched_as_the_incident_is();"

FOLLOW = """
ALTER TABLE incidents_incident_{what}s ADD happened_at timestamptz, ADD is_restricted boolean;
UPDATE incidents_incident_{what}s touched SET happened_at = i.happened_at, is_restricted = i.is_restricted
    FROM incidents_incident i WHERE i.id = touched.incident_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE incidents_incident_{what}s ALTER happened_at SET NOT NULL, ALTER is_restricted SET NOT NULL;
ALTER TABLE incidents_incident_{what}s ADD CONSTRAINT incident_{what}_follows
    FOREIGN KEY (incident_id, happened_at, is_restricted)
    REFERENCES incidents_incident (id, happened_at, is_restricted) ON UPDATE CASCADE;
CREATE INDEX incident_{what}_newest ON incidents_incident_{what}s ({what}_id, happened_at DESC, incident_id DESC);
CREATE TRIGGER incident_{what}_follows BEFORE INSERT ON incidents_incident_{what}s
    FOR EACH ROW EXECUTE FUNCTION touched_as_the_incident_is();
"""
STAY_BEHIND = """
DROP TRIGGER incident_{what}_follows ON incidents_incident_{what}s;
ALTER TABLE incidents_incident_{what}s DROP CONSTRAINT incident_{what}_follows,
    DROP happened_at, DROP is_restricted;
"""
OPEN_TAGS = "CREATE INDEX incident_tag_open ON incidents_incident_tags (tag_id) WHERE NOT is_restricted;"


def _following(what: str) -> migrations.RunSQL:
    return migrations.RunSQL(FOLLOW.format(what=what), reverse_sql=STAY_BEHIND.format(what=what))


def _read_as(name: str, what: str, related_name: str) -> migrations.CreateModel:
    def key(to: str, back: str) -> models.ForeignKey:
        return models.ForeignKey(to=to, on_delete=django.db.models.deletion.DO_NOTHING, related_name=back)

    return migrations.CreateModel(
        name=name,
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("happened_at", models.DateTimeField()),
            ("is_restricted", models.BooleanField()),
            ("incident", key("incidents.incident", related_name)),
            (what, key("people.team" if what == "team" else f"incidents.{what}", "+")),
        ],
        options={"db_table": f"incidents_incident_{what}s", "managed": False},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0008_title_words"),
        ("people", "0006_calendars_and_absences"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.UniqueConstraint(
                fields=("id", "happened_at", "is_restricted"), name="incident_id_with_moment"
            ),
        ),
        migrations.RunSQL(FILL, reverse_sql=FORGET),
        _following("service"),
        _following("tag"),
        _following("team"),
        migrations.RunSQL(OPEN_TAGS, reverse_sql="DROP INDEX incident_tag_open;"),
        _read_as("TouchedService", "service", "touchedservices"),
        _read_as("TouchedTag", "tag", "touchedtags"),
        _read_as("TouchedTeam", "team", "touchedteams"),
    ]
