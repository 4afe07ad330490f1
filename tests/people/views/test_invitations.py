import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from people.links import INVITATION_PURPOSE, invitation_token, password_reset_link
from people.models import AuditEntry, Invitation, User
from people.permissions import invitation_for_bearer
from people.services.invitations import InvitationClosedError, accept_invitation, create_invitation
from tests.factories import make_team, make_user
from tests.people.conftest import Outbox

PAGE = "/administration/invitations/"
INVITED = {"email": "Dora@Example.org ", "display_name": "Dora Lund", "is_facilitator": "on"}
TYPED = {"display_name": "Dora L.", "password": "a kettle and two cups", "time_zone": "Europe/Oslo"}


@pytest.fixture
def invitation(admin: User, outbox: Outbox) -> Invitation:
    return create_invitation(email="dora@example.org", display_name="Dora Lund", by=admin, team=make_team("Search"))


def acts() -> list[str]:
    return [entry.kind for entry in AuditEntry.objects.order_by("pk")]


def accept_address(invitation: Invitation) -> str:
    return f"/invitation/{invitation_token(invitation)}/"


# --- inviting ---------------------------------------------------------------------------------
def test_inviting_owes_a_mail_that_holds_no_secret(admin_client: Client, outbox: Outbox) -> None:
    assert admin_client.post(PAGE, INVITED).status_code == 303
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.is_facilitator) == ("dora@example.org", True)
    (message,) = outbox.messages
    assert (message.kind, message.address, message.recipient) == ("invitation", "dora@example.org", None)
    assert message.refers_to == {"invitation": invitation.pk}
    assert acts() == ["invited"]


@pytest.mark.parametrize(
    ("connection_settings", "words"), [({"host": "mail"}, "is on its way"), ({}, "hand the link over")]
)
def test_the_page_never_pretends_that_mail_goes_out(
    admin_client: Client,
    outbox: Outbox,
    settings: Settings,
    connection_settings: dict[str, str],
    words: str,
) -> None:
    settings.EMAIL_CONNECTION = connection_settings
    assert words in admin_client.post(PAGE, INVITED, follow=True).text


def test_the_list_asks_the_same_questions_whatever_its_length(
    admin_client: Client, admin: User, outbox: Outbox, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        while Invitation.objects.count() < count:
            n = Invitation.objects.count()
            create_invitation(email=f"p{n}@example.org", display_name=f"P{n}", by=admin, team=make_team())
        with django_assert_num_queries(4):  # session, person, teams to choose from, invitations
            assert admin_client.get(PAGE).text.count('class="list-row"') == count


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"email": "DORA@example.org"}, "is here already"),
        ({"email": "dora@example.org", "is_active": False}, "Reactivate them"),
    ],
)
def test_an_address_that_is_known_is_not_invited(
    admin_client: Client, outbox: Outbox, facts: dict[str, Any], words: str
) -> None:
    make_user("Dora", **(facts | {"email": facts["email"].lower()}))
    response = admin_client.post(PAGE, INVITED)
    assert response.status_code == 422
    assert words in response.text
    assert 'value="Dora Lund"' in response.text
    assert (Invitation.objects.count(), outbox.messages, acts()) == (0, [], [])


def test_an_address_has_one_open_invitation(admin_client: Client, invitation: Invitation, outbox: Outbox) -> None:
    response = admin_client.post(PAGE, INVITED)
    assert response.status_code == 422
    assert "Send it again from the list" in response.text
    assert len(outbox.messages) == 1


def test_sending_again_owes_another_mail(admin_client: Client, invitation: Invitation, outbox: Outbox) -> None:
    assert admin_client.post(f"{PAGE}{invitation.pk}/again/").status_code == 303
    assert len({message.key for message in outbox.messages}) == 2
    assert acts() == ["invited", "invitation_sent_again"]


def test_a_withdrawn_invitation_opens_nothing(admin_client: Client, invitation: Invitation, outbox: Outbox) -> None:
    address = accept_address(invitation)
    admin_client.post(f"{PAGE}{invitation.pk}/withdraw/")
    admin_client.post(f"{PAGE}{invitation.pk}/withdraw/")
    assert acts() == ["invited", "invitation_withdrawn"]
    assert Client().get(address).status_code == 404
    assert Client().post(address, TYPED).status_code == 404
    assert not User.objects.filter(email=invitation.email).exists()
    admin_client.post(f"{PAGE}{invitation.pk}/again/")
    assert len(outbox.messages) == 1


def test_handing_over_shows_the_link_once_and_says_so_in_the_log(
    admin_client: Client, admin: User, invitation: Invitation
) -> None:
    response = admin_client.post(f"{PAGE}{invitation.pk}/hand-over/")
    link = re.search(r'value="https?://[^/]+(/invitation/[^"]+)"', response.text)
    assert link
    assert "no-store" in response.headers["Cache-Control"]
    assert Client().get(link.group(1)).status_code == 200
    assert link.group(1) not in admin_client.get(PAGE).text
    entry = AuditEntry.objects.latest("pk")
    assert (entry.kind, entry.by, entry.about) == ("link_handed_over", admin, "Dora Lund")
    assert link.group(1) not in str(entry.details)
    assert admin_client.get(f"{PAGE}{invitation.pk}/hand-over/").status_code == 405


@pytest.mark.parametrize("verb", ["again", "withdraw", "hand-over"])
def test_only_administrators_touch_invitations(alice_client: Client, invitation: Invitation, verb: str) -> None:
    assert alice_client.post(f"{PAGE}{invitation.pk}/{verb}/").status_code == 403
    assert acts() == ["invited"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_administrators_invite(alice_client: Client, method: str, outbox: Outbox) -> None:
    assert getattr(alice_client, method)(PAGE, INVITED).status_code == 403
    assert outbox.messages == []


# --- coming in ----------------------------------------------------------------------------------
def test_accepting_makes_the_person_who_was_invited(invitation: Invitation) -> None:
    client = Client()
    address = accept_address(invitation)
    assert "dora@example.org" in client.get(address).text
    response = client.post(address, TYPED | {"email": "other@example.org", "is_administrator": "on"})
    assert (response.status_code, response.headers["Location"]) == (303, "/agreement/")
    person = User.objects.get(email="dora@example.org")
    assert (person.display_name, person.time_zone, person.is_administrator) == ("Dora L.", "Europe/Oslo", False)
    assert [team.name for team in person.teams.all()] == ["Search"]
    assert client.get("/agreement/").status_code == 200
    assert acts() == ["invited", "invitation_accepted"]


def test_opening_the_link_makes_nobody(invitation: Invitation) -> None:
    Client().get(accept_address(invitation))
    Client().head(accept_address(invitation))
    assert not User.objects.filter(email=invitation.email).exists()


def test_a_link_is_used_once(invitation: Invitation) -> None:
    address = accept_address(invitation)
    Client().post(address, TYPED)
    again = Client().post(address, TYPED | {"password": "somebody else altogether"})
    assert again.status_code == 404
    assert User.objects.get(email=invitation.email).check_password(TYPED["password"])


def test_links_that_do_not_hold_are_answered_alike(invitation: Invitation) -> None:
    good = invitation_token(invitation)
    old = signing.TimestampSigner(salt=INVITATION_PURPOSE)
    old.timestamp = lambda: signing.b62_encode(  # type: ignore[method-assign]
        int((datetime.now(UTC) - timedelta(days=14, minutes=1)).timestamp())
    )
    held = [invitation.pk, invitation.email]
    bad = [
        "nonsense",
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        good.swapcase(),
        signing.dumps(held, salt="another.purpose"),
        signing.dumps(held),
        old.sign_object(held),
        signing.dumps([invitation.pk + 1000, invitation.email], salt=INVITATION_PURPOSE),
        signing.dumps([invitation.pk, "other@example.org"], salt=INVITATION_PURPOSE),
        signing.dumps("not a list", salt=INVITATION_PURPOSE),
        signing.dumps(["x", 1], salt=INVITATION_PURPOSE),
        password_reset_link(invitation.invited_by).rstrip("/").rpartition("/")[2],
    ]
    answers = set()
    for token in bad:
        for method in ("get", "post"):
            response = getattr(Client(), method)(f"/invitation/{token}/", TYPED)
            answers.add((response.status_code, response.text))
    assert len(answers) == 1
    assert {status for status, _ in answers} == {404}
    assert invitation_for_bearer(good) is not None


def test_a_link_of_almost_fourteen_days_still_opens(invitation: Invitation) -> None:
    signer = signing.TimestampSigner(salt=INVITATION_PURPOSE)
    made = int((datetime.now(UTC) - timedelta(days=13, hours=23)).timestamp())
    signer.timestamp = lambda: signing.b62_encode(made)  # type: ignore[method-assign]
    assert Client().get(f"/invitation/{signer.sign_object([invitation.pk, invitation.email])}/").status_code == 200


def test_an_address_that_came_in_otherwise_makes_nobody_twice(invitation: Invitation) -> None:
    make_user("Dora", email="dora@example.org")
    assert Client().post(accept_address(invitation), TYPED).status_code == 404
    assert User.objects.filter(email="dora@example.org").count() == 1


@pytest.mark.parametrize("password", ["short", "dora@example.org", "1234567890123"])
def test_a_password_against_the_rules_is_refused(invitation: Invitation, password: str) -> None:
    response = Client().post(accept_address(invitation), TYPED | {"password": password})
    assert response.status_code == 422
    assert 'value="Dora L."' in response.text
    assert not re.search(r'<input[^>]*type="password"[^>]*value=', response.text)
    assert not User.objects.filter(email=invitation.email).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_once_one_comes_in(invitation: Invitation) -> None:
    token = invitation_token(invitation)

    def accept(n: int) -> str:
        try:
            return accept_invitation(token, display_name=f"Dora {n}", password="long enough words").display_name
        except InvitationClosedError:
            return "closed"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(accept, range(4)))
    assert results.count("closed") == 3
    assert User.objects.filter(email=invitation.email).count() == 1


@pytest.mark.parametrize(
    ("connection_settings", "words"), [({"host": "mail"}, "the link in the mail"), ({}, "Hand over")]
)
def test_the_empty_page_says_how_a_link_travels(
    admin_client: Client, settings: Settings, connection_settings: dict[str, str], words: str
) -> None:
    settings.EMAIL_CONNECTION = connection_settings
    assert words in admin_client.get(PAGE).text


def test_the_zone_begins_with_the_inviter_s_until_the_browser_says_its_own(
    client: Client, admin: User, invitation: Invitation
) -> None:
    admin.time_zone = "Europe/Oslo"
    admin.save(update_fields=["time_zone"])
    text = client.get(accept_address(invitation)).text
    assert re.search(r'<input[^>]*value="Europe/Oslo"[^>]*data-browser-zone', text)
    assert "js/zone.js" in text
    again = client.post(accept_address(invitation), TYPED | {"password": "short"}).text
    assert "data-browser-zone" not in again
