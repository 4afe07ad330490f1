"""An action rests until its receiver can have the reminder: so hours wake it too, and those of leads and accepters."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION actions_of_person_look_at_once() RETURNS trigger LANGUAGE plpgsql AS $$
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
    WHERE (owner_id = person OR risk_accepted_by_id = person
           OR team_id IN (SELECT id FROM people_team WHERE lead_id = person))
      AND look_from > timestamptz '1970-01-01 00:00+00';
    RETURN NULL;
END $$;
"""
FUNCTION_BEFORE = """
CREATE OR REPLACE FUNCTION actions_of_person_look_at_once() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""
TRIGGER = """
DROP TRIGGER actions_of_person_look_at_once ON people_user;
CREATE TRIGGER actions_of_person_look_at_once AFTER UPDATE ON people_user FOR EACH ROW
    WHEN ((OLD.is_active, OLD.time_zone, OLD.working_days, OLD.holiday_country, OLD.holiday_subdivision,
           OLD.nudge_ahead, OLD.nudge_every, OLD.nudges_weekly, {old})
          IS DISTINCT FROM
          (NEW.is_active, NEW.time_zone, NEW.working_days, NEW.holiday_country, NEW.holiday_subdivision,
           NEW.nudge_ahead, NEW.nudge_every, NEW.nudges_weekly, {new}))
    EXECUTE FUNCTION actions_of_person_look_at_once();
"""
WITH_HOURS = TRIGGER.format(old="OLD.quiet_from, OLD.quiet_until", new="NEW.quiet_from, NEW.quiet_until")
WITHOUT_HOURS = TRIGGER.replace(", {old}", "").replace(", {new}", "")


class Migration(migrations.Migration):
    dependencies = [("actions", "0010_plain_sql_may_leave_out")]

    operations = [migrations.RunSQL(FUNCTION + WITH_HOURS, reverse_sql=FUNCTION_BEFORE + WITHOUT_HOURS)]
