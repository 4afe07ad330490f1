"""The shipped paces, and the triggers that tell the planner of reminders where to look.

`actions_action.look_from` says before when the planner need not look at an action. Whatever changes a fact
that a reminder rests on sets it back, in the statement that changes it, whoever writes: no writer has to
remember it.
"""

from django.db import migrations

from actions.defaults import DEFAULT_PACES, DEFAULT_WEEKS

FUNCTIONS = """
CREATE FUNCTION action_look_at_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.look_from := CASE
        WHEN NEW.status IN ('todo', 'in_progress') THEN timestamptz '1970-01-01 00:00+00'
        WHEN NEW.status = 'done' AND NEW.verify_on IS NOT NULL THEN timestamptz '1970-01-01 00:00+00'
        WHEN NEW.status = 'wont_do' AND NEW.look_again_on IS NOT NULL THEN timestamptz '1970-01-01 00:00+00'
    END;
    RETURN NEW;
END $$;

CREATE FUNCTION actions_of_person_look_at_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person bigint;
BEGIN
    IF TG_TABLE_NAME = 'people_user' THEN
        person := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        person := OLD.person_id;
    ELSE
        person := NEW.person_id;
    END IF;
    UPDATE actions_action SET look_from = timestamptz '1970-01-01 00:00+00'
    WHERE owner_id = person AND status IN ('todo', 'in_progress') AND look_from > timestamptz '1970-01-01 00:00+00';
    RETURN NULL;
END $$;

CREATE FUNCTION actions_of_team_look_at_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE actions_action SET look_from = timestamptz '1970-01-01 00:00+00'
    WHERE team_id = CASE WHEN TG_TABLE_NAME = 'people_team' THEN (to_jsonb(NEW)->>'id')::bigint
                         ELSE coalesce(to_jsonb(NEW)->>'team_id', to_jsonb(OLD)->>'team_id')::bigint END
      AND status IN ('todo', 'in_progress') AND look_from > timestamptz '1970-01-01 00:00+00';
    RETURN NULL;
END $$;

CREATE FUNCTION actions_of_incident_look_at_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE actions_action SET look_from = timestamptz '1970-01-01 00:00+00'
    WHERE incident_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.incident_id ELSE NEW.incident_id END
      AND look_from > timestamptz '1970-01-01 00:00+00';
    RETURN NULL;
END $$;

CREATE FUNCTION actions_all_look_at_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE actions_action SET look_from = timestamptz '1970-01-01 00:00+00' WHERE look_from > timestamptz '1970-01-01 00:00+00';
    RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER action_look_at_once_new BEFORE INSERT ON actions_action
    FOR EACH ROW EXECUTE FUNCTION action_look_at_once();
CREATE TRIGGER action_look_at_once_changed BEFORE UPDATE OF status, owner_id, team_id, incident_id, due_on, priority,
    moved_at, committed_at, settled_at, snoozed_until, verify_on, look_again_on, risk_accepted_by_id ON actions_action
    FOR EACH ROW EXECUTE FUNCTION action_look_at_once();
CREATE TRIGGER actions_of_person_look_at_once AFTER UPDATE ON people_user FOR EACH ROW
    WHEN ((OLD.is_active, OLD.time_zone, OLD.working_days, OLD.holiday_country, OLD.holiday_subdivision,
           OLD.nudge_ahead, OLD.nudge_every, OLD.nudges_weekly)
          IS DISTINCT FROM
          (NEW.is_active, NEW.time_zone, NEW.working_days, NEW.holiday_country, NEW.holiday_subdivision,
           NEW.nudge_ahead, NEW.nudge_every, NEW.nudges_weekly))
    EXECUTE FUNCTION actions_of_person_look_at_once();
CREATE TRIGGER actions_of_absent_look_at_once AFTER INSERT OR UPDATE OR DELETE ON people_absence
    FOR EACH ROW EXECUTE FUNCTION actions_of_person_look_at_once();
CREATE TRIGGER actions_of_team_look_at_once AFTER UPDATE OF lead_id ON people_team FOR EACH ROW
    WHEN (OLD.lead_id IS DISTINCT FROM NEW.lead_id) EXECUTE FUNCTION actions_of_team_look_at_once();
CREATE TRIGGER actions_of_left_team_look_at_once AFTER INSERT OR UPDATE OR DELETE ON people_teamdeparture
    FOR EACH ROW EXECUTE FUNCTION actions_of_team_look_at_once();
CREATE TRIGGER actions_of_incident_look_at_once AFTER INSERT OR DELETE ON incidents_incidentaccess
    FOR EACH ROW EXECUTE FUNCTION actions_of_incident_look_at_once();
CREATE TRIGGER actions_look_at_once_by_calendar AFTER INSERT OR UPDATE ON people_workcalendar
    FOR EACH STATEMENT EXECUTE FUNCTION actions_all_look_at_once();
CREATE TRIGGER actions_look_at_once_by_pace AFTER INSERT OR UPDATE ON actions_nudgepace
    FOR EACH STATEMENT EXECUTE FUNCTION actions_all_look_at_once();
"""

WITHOUT_TRIGGERS = """
DROP TRIGGER action_look_at_once_new ON actions_action;
DROP TRIGGER action_look_at_once_changed ON actions_action;
DROP TRIGGER actions_of_person_look_at_once ON people_user;
DROP TRIGGER actions_of_absent_look_at_once ON people_absence;
DROP TRIGGER actions_of_team_look_at_once ON people_team;
DROP TRIGGER actions_of_left_team_look_at_once ON people_teamdeparture;
DROP TRIGGER actions_of_incident_look_at_once ON incidents_incidentaccess;
DROP TRIGGER actions_look_at_once_by_calendar ON people_workcalendar;
DROP TRIGGER actions_look_at_once_by_pace ON actions_nudgepace;
DROP FUNCTION action_look_at_once();
DROP FUNCTION actions_of_person_look_at_once();
DROP FUNCTION actions_of_team_look_at_once();
DROP FUNCTION actions_of_incident_look_at_once();
DROP FUNCTION actions_all_look_at_once();
"""

REST = "UPDATE actions_action SET look_from = NULL WHERE status NOT IN ('todo', 'in_progress')"
SAID = """
UPDATE actions_nudge n SET said_on = coalesce(m.local_day, (n.planned_at AT TIME ZONE 'UTC')::date)
FROM actions_nudge o LEFT JOIN notifications_message m ON m.id = o.message_id WHERE o.id = n.id
"""


def add_paces(apps, schema_editor):
    for row in DEFAULT_PACES:
        apps.get_model("actions", "NudgePace").objects.get_or_create(priority=row["priority"], defaults=row)
    for kind, weeks in DEFAULT_WEEKS.items():
        apps.get_model("actions", "VerificationPace").objects.get_or_create(kind=kind, defaults={"weeks": weeks})


class Migration(migrations.Migration):
    dependencies = [("actions", "0007_reminders_as_data")]

    operations = [
        migrations.RunSQL(REST, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(SAID, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(add_paces, migrations.RunPython.noop),
        migrations.RunSQL(FUNCTIONS + TRIGGERS, reverse_sql=WITHOUT_TRIGGERS),
    ]
