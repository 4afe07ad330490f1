"""The application of the worker and of beat. What runs when is code, so that it is reviewed and versioned."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("second_story")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.set_default()  # for every thread: a thread of the web process queues tasks too

# Each entry calls a task, which calls a service that takes the time as an argument. An entry whose
# time has passed while beat was down is made up for by the next: what is owed lives in Postgres.
# `expires` keeps a worker that comes back late from doing the same thing many times over.
app.conf.beat_schedule = {
    "send the outbox": {
        "task": "notifications.tasks.send_outbox",
        "schedule": crontab(),  # every minute, for what no wake-up reached
        "options": {"expires": 55},
    },
    "plan nudges": {
        "task": "actions.tasks.plan_nudges",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 14 * 60},
    },
    "look at tickets": {
        "task": "actions.tasks.sync_tickets",
        "schedule": crontab(),  # every minute, for what no wake-up reached
        "options": {"expires": 55},
    },
    "go on with imports": {
        "task": "postmortems.tasks.run_imports",
        "schedule": crontab(),  # every minute, for what no wake-up reached
        "options": {"expires": 55},
    },
    "make drafts searchable": {"task": "postmortems.tasks.refresh_drafts_in_search", "schedule": 15.0},
    "weigh the words of search when it has grown": {
        "task": "postmortems.tasks.count_words_when_search_has_grown",
        "schedule": 120.0,
    },
    "weigh the words of search": {
        "task": "postmortems.tasks.count_words_of_search",
        "schedule": crontab(hour=3, minute=40),
    },
    "keep the facts of last month": {  # as soon as it is over; what is kept once is not kept again
        "task": "reviews.tasks.close_months",
        "schedule": crontab(day_of_month="1-7", minute=20),
        "options": {"expires": 3000},
    },
    "owe one to read": {  # hourly, for each person's own morning; a week's is owed once
        "task": "reviews.tasks.send_one_to_read_a_week",
        "schedule": crontab(minute=10),
        "options": {"expires": 3000},
    },
    "owe the digest of last month": {  # from its first working day on, and again in case beat or Redis was down
        "task": "reviews.tasks.send_digest_of_last_month",
        "schedule": crontab(day_of_month="1-7", hour="6,12", minute=0),
    },
}
