"""Nobody comes in by themselves: every address of allauth's is tried, those we serve and those we do not."""

from collections.abc import Iterator

import pytest
from allauth.account import urls as allauth_urls
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from people.models import Invitation, User
from tests.factories import PASSWORD, make_user
from tests.people.conftest import Outbox

TYPED = {
    "email": "intruder@example.org",
    "email2": "intruder@example.org",
    "login": "intruder@example.org",
    "username": "intruder",
    "display_name": "Intruder",
    "password": PASSWORD,
    "password1": PASSWORD,
    "password2": PASSWORD,
    "oldpassword": PASSWORD,
    "code": "ABC-DEF",
    "action_add": "",
    "action_primary": "",
}


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Every address below these patterns, with something in the place of each parameter."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path)
        else:
            path = path.replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "1-set-password")
            yield "/" + path.replace(r"(?P<key>[-:\w]+)", "MQ:1abc:xyz").replace("^", "").replace("$", "")


def served() -> list[str]:
    return [address for address in addresses(get_resolver().url_patterns) if address.startswith("/account/")]


def shipped() -> list[str]:
    return [f"/account{address}" for address in addresses(allauth_urls.urlpatterns)]


def test_the_walk_finds_what_we_serve_and_what_allauth_ships() -> None:
    assert set(served()) == {
        "/account/login/",
        "/account/logout/",
        "/account/inactive/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/password/reset/key/1-set-password/",
        "/account/password/reset/key/done/",
    }
    assert {
        "/account/signup/",
        "/account/email/",
        "/account/confirm-email/MQ:1abc:xyz/",
    } <= set(shipped())


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("address", sorted({*served(), *shipped()}))
@pytest.mark.django_db
def test_no_address_lets_anybody_register_or_change_an_address(
    client: Client, outbox: Outbox, address: str, signed_in: bool
) -> None:
    person = make_user(password=PASSWORD)
    if signed_in:
        client.force_login(person)
    before = (
        list(User.objects.values()),
        EmailAddress.objects.count(),
        Invitation.objects.count(),
    )
    response = client.post(address, TYPED)
    assert response.status_code in ({200, 302, 405, 422} if address in served() else {404})
    assert (
        list(User.objects.values()),
        EmailAddress.objects.count(),
        Invitation.objects.count(),
    ) == before
    assert outbox.messages == []
