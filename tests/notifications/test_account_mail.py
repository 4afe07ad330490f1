"""Mails about accounts: written while they are sent, and their links kept nowhere."""

import re
from datetime import UTC, datetime

import pytest
from django.core import signing
from django.test import Client

from notifications.account_mail import COMPOSERS
from notifications.composing import Composed, Skip, compose
from notifications.models import Message
from notifications.sending import send_outbox
from people.links import invitation_token
from people.models import Invitation, User
from people.outgoing import enqueue
from people.services.invitations import create_invitation, send_invitation_again, withdraw_invitation
from people.services.profile import change_password
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation() -> Invitation:
    return create_invitation(
        email="dora@example.org",
        display_name="Dora <Lund>",
        by=make_user("Ada", is_administrator=True),
        team=make_team("Search & Find"),
    )


def composed(message: Message) -> Composed:
    written = compose(message)
    assert isinstance(written, Composed)
    return written


def path_in(text: str) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found
    return found.group(1)


def reset_of(person: User) -> Message:
    enqueue("password_reset", key="reset", recipient=person, refers_to={"notice": "password_reset_key"})
    return Message.objects.get(key="reset")


def test_every_kind_of_account_mail_has_its_composer() -> None:
    assert set(COMPOSERS) == {"invitation", "password_reset", "account"}


def test_an_invitation_says_who_invites_and_its_link_opens(invitation: Invitation) -> None:
    written = composed(Message.objects.get())
    assert written.secret
    assert written.subject == "Ada invites you to Second Story"
    assert "Dora <Lund>" in written.text
    assert "Search & Find" in written.text
    assert "Dora &lt;Lund&gt;" in written.html
    assert "<Lund>" not in written.html
    assert Client().get(path_in(written.text)).status_code == 200
    assert path_in(written.text) in written.html


def test_the_row_of_an_invitation_never_holds_its_link(invitation: Invitation) -> None:
    send_outbox()
    row = Message.objects.filter(pk=Message.objects.get().pk).values().get()
    assert (row["subject"], row["text_body"], row["html_body"]) == ("", "", "")
    assert "/invitation/" not in str(row)
    assert invitation_token(invitation).partition(":")[0] not in str(row)


def test_an_invitation_that_was_withdrawn_or_accepted_is_not_sent(invitation: Invitation) -> None:
    send_invitation_again(invitation, by=invitation.invited_by)
    withdraw_invitation(invitation, by=invitation.invited_by)
    assert {type(compose(message)) for message in Message.objects.all()} == {Skip}
    send_outbox()
    assert set(Message.objects.values_list("state", flat=True)) == {"skipped"}


def test_a_reset_mail_carries_a_link_that_works_and_is_not_kept() -> None:
    message = reset_of(make_user("Alice"))
    written = composed(message)
    assert written.secret
    assert "set-password" in Client().get(path_in(written.text)).headers["Location"]
    send_outbox()
    message.refresh_from_db()
    assert (message.state, message.text_body, message.html_body) == ("waiting", "", "")


def test_a_reset_is_not_sent_to_somebody_who_has_left() -> None:
    assert isinstance(compose(reset_of(make_user(is_active=False))), Skip)


def test_a_changed_password_is_told_in_the_persons_own_time() -> None:
    person = make_user("Alice", time_zone="Asia/Tokyo")
    change_password(person, "rain against the glass", by=person)
    message = Message.objects.get()
    message.created_at = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
    written = composed(message)
    assert "21 November 2026, 05:30 JST" in written.text
    assert not written.secret
    assert "rain against" not in written.text + written.html + str(message.refers_to)


def test_a_notice_without_words_is_skipped() -> None:
    enqueue("account", key="odd", recipient=make_user(), refers_to={"notice": "unknown_account"})
    assert isinstance(compose(Message.objects.get()), Skip)


def test_a_token_of_one_purpose_opens_nothing_else(invitation: Invitation) -> None:
    token = path_in(composed(Message.objects.get()).text).rstrip("/").rpartition("/")[2]
    with pytest.raises(signing.BadSignature):
        signing.loads(token)
    assert Client().post(f"/messages/unsubscribe/{token}/").status_code == 404
