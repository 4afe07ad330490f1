"""What beat asks for, and what is lost when Redis is: nothing."""

import pytest
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from actions.tasks import plan_nudges
from config.celery import app
from notifications.composing import Composed, Skip
from notifications.models import Message
from notifications.services import enqueue_message
from notifications.tasks import send_outbox
from tests.factories import make_user
from tests.notifications.mail_server import MailServer


def test_beat_asks_only_for_tasks_that_there_are() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


@pytest.mark.django_db
def test_the_tasks_of_reminders_can_be_run_again_and_again() -> None:
    plan_nudges()
    send_outbox()
    plan_nudges()
    send_outbox()
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_wake_up_that_nobody_hears_costs_nothing(
    mail_server: MailServer,
    words: dict[str, Composed | Skip | Exception],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def no_broker(**options: object) -> None:
        asked.append(options)
        raise OperationalError("Redis is away")

    monkeypatch.setattr(send_outbox, "apply_async", no_broker)
    with django_capture_on_commit_callbacks(execute=True):
        enqueue_message("account", key="account:1", recipient=make_user())
    assert asked == [{"retry": False}]

    send_outbox()  # as beat asks for every minute

    assert len(mail_server.accepted) == 1
