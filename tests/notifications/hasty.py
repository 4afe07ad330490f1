"""The application of worker and beat, with a beat that does not wait for the full minute."""

from config.celery import app

WANTED = {"actions.tasks.plan_nudges", "notifications.tasks.send_outbox"}
app.conf.beat_schedule = {
    name: entry | {"schedule": 0.5} for name, entry in app.conf.beat_schedule.items() if entry["task"] in WANTED
}
