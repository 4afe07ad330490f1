"""Mail scanners open every link of every mail. Nothing changes."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from actions.choices import LinkPurpose, NudgeKind
from actions.link_services import use_link
from actions.links import mail_link
from actions.models import Nudge
from actions.services import complete_action, decline_hand_over, hand_over_action, offer_hand_over
from notifications import sending
from notifications.choices import MessageKind
from notifications.models import Message
from notifications.services import enqueue_message
from people.models import Invitation, User
from postmortems.services import ask_for_review
from tests.factories import make_action, make_incident, make_user
from tests.notifications.mail_server import MailServer
from tests.postmortems.make import fill, make_postmortem

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)  # a Monday: within everybody's working hours
OWN_APPS = {"actions", "incidents", "notifications", "people", "postmortems", "reviews", "collab"}


def everything_kept() -> dict[str, list[Any]]:
    """Return every row of every table of ours."""
    return {
        model._meta.label: sorted(map(repr, model._default_manager.values()))
        for model in apps.get_models()
        if model._meta.app_label in OWN_APPS
    }


def addresses_in(mail: Any) -> Iterator[str]:
    """Yield what a scanner would open: in the text, in the HTML and in the headers."""
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",))
    yield from re.findall(r"http://127\.0\.0\.1:8000([^\s>]*)", text)
    if html:
        yield from map(unescape, re.findall(r'href="http://127\.0\.0\.1:8000([^"]*)"', html.get_content()))
    yield from re.findall(r"<http://127\.0\.0\.1:8000([^>]*)>", str(mail["List-Unsubscribe"] or ""))


def owe_every_mail(alice: User, bob: User) -> None:
    """Owe Alice and others every kind of mail that carries a link."""
    now = timezone.now()
    incident = make_incident("Checkout answers slowly", by=alice)
    late = make_action(incident, owner=alice, due_on=now.date() - timedelta(days=5))
    reminder = enqueue_message(MessageKind.NUDGES, key="n", recipient=alice, local_day=now.date())
    unowned = make_action(incident)
    Nudge.objects.create(action=unowned, person=alice, kind=NudgeKind.UNOWNED, speaks_of=now.date(), message=reminder)
    Nudge.objects.create(
        action=late, person=alice, kind=NudgeKind.OVERDUE, speaks_of=now.date() - timedelta(days=1), message=reminder
    )
    used = make_action(incident, owner=alice)
    use_link(
        mail_link(alice, used, LinkPurpose.DONE, message=1, at=now),
        person=alice,
        act=lambda row: complete_action(row, by=alice, evidence="It fired."),
    )
    Message.objects.filter(kind=MessageKind.LINK_USED).update(send_after=now)
    offer_hand_over(make_action(incident, owner=bob), by=bob, to=alice)
    declined = make_action(incident, owner=alice)
    offer_hand_over(declined, by=alice, to=bob)
    decline_hand_over(declined, by=bob, reply="Carol knows it.")
    hand_over_action(make_action(incident, owner=bob), by=bob, owner=alice)
    enqueue_message(MessageKind.DIGEST, key="d", recipient=alice, refers_to={"month": "2026-10"})
    document = make_postmortem(incident, by=bob)
    fill(document)
    ask_for_review(document, reviewers=[alice], by=bob)
    invitation = Invitation.objects.create(email="dora@example.org", display_name="Dora", invited_by=bob)
    enqueue_message(
        MessageKind.INVITATION, key="i", address="dora@example.org", refers_to={"invitation": invitation.pk}
    )


@pytest.mark.parametrize("signed_in", [False, True])
def test_opening_every_link_of_every_mail_changes_nothing(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch, signed_in: bool
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    alice, bob = make_user("Alice"), make_user("Bob")
    owe_every_mail(alice, bob)
    sending.send_outbox()
    kinds = set(Message.objects.filter(state="sent").values_list("kind", flat=True))
    assert kinds >= {
        *(MessageKind.NUDGES, MessageKind.LINK_USED, MessageKind.HAND_OVER_OFFERED, MessageKind.HAND_OVER_ANSWERED),
        *(MessageKind.ACTION_HANDED, MessageKind.REVIEW_ASKED, MessageKind.INVITATION),
    }
    found = {address for mail in mail_server.accepted for address in addresses_in(mail)}
    assert sum("/from-mail/" in address for address in found) >= 2 * 4 + 1 + 2
    scanner = Client()
    if signed_in:
        scanner.force_login(alice)
    before = everything_kept()
    for address in sorted(found):
        for method in (scanner.get, scanner.head):
            answer = method(address, follow=True)
            assert answer.status_code == 200, address
    assert everything_kept() == before
