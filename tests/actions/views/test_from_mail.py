"""The pages behind the links in reminders, for people and for mail scanners."""

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from actions.choices import ActionStatus, LinkPurpose, NudgeKind
from actions.link_services import change_link_policy
from actions.links import MailLink, mail_link, read_link, undo_link
from actions.models import Action, ActionEvent, HandOver, LinkUse, Nudge, NudgePace
from actions.services import complete_action, hand_over_action, offer_hand_over
from incidents.models import Incident
from notifications.choices import MessageKind, MessageState
from notifications.models import Message
from people.models import User
from tests.factories import make_action, make_incident, make_team, make_user

pytestmark = pytest.mark.django_db

DAY = date(2099, 1, 20)
TYPED: dict[LinkPurpose, dict[str, str]] = {
    LinkPurpose.DONE: {"evidence": "The alert fired in the drill."},
    LinkPurpose.NEW_DATE: {"due_on": DAY.isoformat(), "reason": "The supplier answers on Monday."},
    LinkPurpose.WONT_DO: {"reasoning": "The service is being removed."},
    LinkPurpose.HAND_OVER: {"to": "Bob", "word": "You know the queue."},
    LinkPurpose.SNOOZE: {"until": (timezone.localdate() + timedelta(days=2)).isoformat(), "reason": "The freeze."},
}


@pytest.fixture(autouse=True)
def own_counters(settings: Settings) -> None:
    """Keep the tries that a test counts apart from those of every other test and worker."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid.uuid4().hex}}


@pytest.fixture
def alice() -> User:
    return make_user("Alice")


@pytest.fixture
def bob() -> User:
    return make_user("Bob")


@pytest.fixture
def action(alice: User, bob: User) -> Action:
    incident = make_incident("Checkout answers slowly")
    return make_action(incident, "Alert on age", owner=alice, due_on=timezone.localdate() - timedelta(days=5))


@pytest.fixture
def stranger() -> Client:
    """Nobody, with CSRF checks as in real life."""
    return Client(enforce_csrf_checks=True)


def link(person: User, action: Action, purpose: LinkPurpose = LinkPurpose.DONE) -> MailLink:
    return mail_link(person, action, purpose, message=1, at=timezone.now())


def confirm(client: Client, path: str, typed: dict[str, str]) -> Any:
    """Open the page and send its form, as a browser without a session does."""
    page = client.get(path).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    return client.post(path, typed | ({"csrfmiddlewaretoken": token[1]} if token else {}))


@pytest.mark.parametrize("purpose", list(TYPED))
def test_opening_a_link_shows_the_action_and_changes_nothing(
    stranger: Client, alice: User, action: Action, purpose: LinkPurpose
) -> None:
    before = Action.objects.values().get()
    for _ in range(2):
        page = stranger.get(link(alice, action, purpose).path)
        assert stranger.head(link(alice, action, purpose).path).status_code == 200
        assert page.status_code == 200
        body = page.content.decode()
        assert "Alert on age" in body
        assert "Checkout answers slowly" in body
        assert "This link was sent to Alice" in body
        assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert Action.objects.values().get() == before
    assert not ActionEvent.objects.exists()


@pytest.mark.parametrize("purpose", list(TYPED))
def test_the_form_settles_it_once_and_offers_to_undo_it(
    stranger: Client, alice: User, bob: User, action: Action, purpose: LinkPurpose
) -> None:
    path = link(alice, action, purpose).path
    answer = confirm(stranger, path, TYPED[purpose])
    assert answer.status_code == 303
    result = stranger.get(answer.headers["Location"])
    assert result.status_code == 200
    assert "Undo this" in result.content.decode()
    assert ActionEvent.objects.get().by == alice
    action.refresh_from_db()
    match purpose:
        case LinkPurpose.DONE:
            assert (action.status, action.evidence) == (ActionStatus.DONE, "The alert fired in the drill.")
        case LinkPurpose.NEW_DATE:
            assert action.due_on == DAY
        case LinkPurpose.WONT_DO:
            assert (action.status, action.reasoning) == (ActionStatus.WONT_DO, "The service is being removed.")
        case LinkPurpose.SNOOZE:
            assert (action.snoozed_until.isoformat(), action.snooze_reason) == (TYPED[purpose]["until"], "The freeze.")
        case _:
            assert action.owner == alice
            assert HandOver.objects.get().to == bob
    again = stranger.post(path, TYPED[purpose], headers={"X-CSRFToken": stranger.cookies["csrftoken"].value})
    assert again.status_code in {409, 410}
    assert "supplier" not in TYPED[purpose].get("reason", "") or "The supplier answers" in again.content.decode()
    assert ActionEvent.objects.count() == 1

    undone = confirm(stranger, answer.headers["Location"], {})
    assert undone.status_code == 200
    assert "It is as it was before" in undone.content.decode()
    action.refresh_from_db()
    assert action.is_open
    assert action.snoozed_until is None
    assert action.due_on == timezone.localdate() - timedelta(days=5)
    assert stranger.get(answer.headers["Location"]).status_code == 410


def test_the_page_of_an_undoing_shows_the_date_as_it_is_again(client: Client, alice: User, action: Action) -> None:
    answer = client.post(link(alice, action, LinkPurpose.NEW_DATE).path, TYPED[LinkPurpose.NEW_DATE])
    page = client.get(answer.headers["Location"]).content.decode()
    undone = client.post(answer.headers["Location"]).content.decode()
    assert "20 Jan 2099" in page
    assert "It is as it was before" in undone
    assert "2099" not in undone
    assert "5 days" in undone


def test_a_form_without_its_token_is_refused(stranger: Client, alice: User, action: Action) -> None:
    assert stranger.post(link(alice, action).path, {"evidence": "x"}).status_code == 403
    assert not ActionEvent.objects.exists()


@pytest.mark.parametrize(
    ("purpose", "typed", "kept"),
    [
        (LinkPurpose.DONE, {"evidence": ""}, ""),
        (LinkPurpose.NEW_DATE, {"due_on": "2020-01-01", "reason": "Waiting for the supplier."}, "Waiting for the sup"),
        (LinkPurpose.WONT_DO, {"reasoning": "  "}, ""),
        (LinkPurpose.HAND_OVER, {"to": "Nobody here", "word": "You know it."}, "You know it."),
    ],
)
def test_what_is_missing_is_asked_for_again_with_what_was_typed(  # noqa: PLR0917 - what pytest hands in
    client: Client, alice: User, action: Action, purpose: LinkPurpose, typed: dict[str, str], kept: str
) -> None:
    answer = client.post(link(alice, action, purpose).path, typed)
    assert answer.status_code == 422
    assert kept in answer.content.decode()
    assert not LinkUse.objects.exists()


def test_a_hand_over_shows_nobodys_name(client: Client, alice: User, action: Action) -> None:
    colleague = make_user("Carol")
    make_team(members=[alice, colleague])
    body = client.get(link(alice, action, LinkPurpose.HAND_OVER).path).content.decode()
    assert "Carol" not in body
    assert "datalist" not in body


@pytest.mark.parametrize("typed", ["bob  Winter", "BOB.WINTER@example.org"])
def test_a_hand_over_goes_by_full_name_or_address_to_one_person(client: Client, alice: User, typed: str) -> None:
    winter = make_user("Bob Winter", email="bob.winter@example.org")
    action = make_action(owner=alice)
    assert client.post(link(alice, action, LinkPurpose.HAND_OVER).path, {"to": typed}).status_code == 303
    assert HandOver.objects.get().to == winter


def test_part_of_a_name_a_strange_one_and_one_of_several_are_one_answer(client: Client, alice: User) -> None:
    for _ in range(2):
        make_user("Marta Lind")
    make_user("Marten Vos")
    make_user("Gone Long", is_active=False)
    path = link(alice, make_action(owner=alice), LinkPurpose.HAND_OVER).path
    said = set()
    for typed in ("Marten", "marten.vos", "Zoe Nobody", "Marta Lind", "Gone Long", "%"):
        answer = client.post(path, {"to": typed})
        assert answer.status_code == 422
        said |= set(re.findall(r'id="id_to_error">.*?<span>(.*?)</span>', answer.text, re.DOTALL))
    assert len(said) == 1
    assert not HandOver.objects.exists()


@pytest.mark.parametrize("purpose", [LinkPurpose.NEW_DATE, LinkPurpose.SNOOZE])
def test_a_day_on_which_the_person_works_is_suggested(client: Client, alice: User, purpose: LinkPurpose) -> None:
    today = timezone.localdate()
    alice.working_days = [(today + timedelta(days=9)).isoweekday()]
    alice.save()
    page = client.get(link(alice, make_action(owner=alice), purpose).path).text
    assert f'value="{today + timedelta(days=9)}"' in page
    assert "What stands here is a suggestion" in page


def test_a_suggested_day_is_not_later_than_reminders_may_be_put_off(client: Client, alice: User) -> None:
    alice.working_days = [(timezone.localdate() + timedelta(days=6)).isoweekday()]
    alice.save()
    NudgePace.objects.update(snooze_at_most=8)
    page = client.get(link(alice, make_action(owner=alice), LinkPurpose.SNOOZE).path).text
    assert f'value="{timezone.localdate() + timedelta(days=6)}"' in page


# --- what comes next ----------------------------------------------------------------------------------
def reminder(person: User, *actions: Action, kind: str = MessageKind.NUDGES) -> Message:
    message = Message.objects.create(
        kind=kind,
        recipient=person,
        key=uuid.uuid4().hex,
        message_id=uuid.uuid4().hex,
        local_day=timezone.localdate(),
        state=MessageState.SENT,
        sent_at=timezone.now(),
    )
    for each in actions:
        Nudge.objects.create(
            action=each, person=person, kind=NudgeKind.OVERDUE, speaks_of=timezone.localdate(), message=message
        )
    return message


def settled(client: Client, person: User, action: Action, message: Message, *, days_ago: int = 0) -> str:
    """Mark it as done through a link of this mail, and return the page that follows."""
    at = timezone.now() - timedelta(days=days_ago)
    path = mail_link(person, action, LinkPurpose.DONE, message=message.pk, at=at).path
    return client.post(path, {"evidence": "It fired."}, follow=True).content.decode()


def next_path(page: str) -> str:
    found = re.search(r'<h2 id="next-title">.*?href="([^"]+)"', page, re.DOTALL)
    return found[1] if found else ""


def test_the_next_action_of_the_same_mail_is_offered_until_none_is_left(client: Client, alice: User) -> None:
    first, last, urgent = (
        make_action(owner=alice, title=title, priority=priority)
        for title, priority in (("First", "medium"), ("Last", "low"), ("Urgent", "critical"))
    )
    mail = reminder(alice, first, last, urgent)
    page = settled(client, alice, first, mail)
    assert "Urgent" in page
    assert "and 1 more after it" in page
    assert client.get(next_path(page)).status_code == 200
    page = client.post(next_path(page), {"evidence": "It fired."}, follow=True).content.decode()
    assert "Last" in page
    page = client.post(next_path(page), {"evidence": "It fired."}, follow=True).content.decode()
    assert not next_path(page)
    assert "after signing in" in page
    assert Action.objects.filter(status=ActionStatus.DONE).count() == 3


@pytest.mark.parametrize("others", [1, 3])
def test_what_comes_next_costs_the_same_however_long_the_mail(
    client: Client, alice: User, bob: User, others: int, django_assert_num_queries: Any
) -> None:
    ours = make_team(members=[alice])
    first = make_action(owner=alice)
    mail = reminder(alice, first, *(make_action(owner=bob, team=ours, due_on=DAY) for _ in range(others)))
    Message.objects.update(sent_at=timezone.now() + timedelta(seconds=1))
    path = mail_link(alice, first, LinkPurpose.DONE, message=mail.pk, at=timezone.now()).path
    after = client.post(path, {"evidence": "It fired."}).headers["Location"]
    client.get(after)
    with django_assert_num_queries(8):
        page = client.get(after).content.decode()
    assert next_path(page)


def test_what_the_mail_did_not_tell_or_could_not_settle_is_not_offered(client: Client, alice: User, bob: User) -> None:
    mine = make_action(owner=alice)
    make_action(owner=alice, title="Not in it")
    hidden = make_action(make_incident(by=alice, is_restricted=True), "Restricted", owner=alice)
    others = make_action(owner=bob, title="Somebody else's")
    done = make_action(owner=alice, title="Done already", status=ActionStatus.DONE, evidence="x")
    in_days = timezone.localdate() + timedelta(days=3)
    later = make_action(owner=alice, title="Put off", snoozed_until=in_days, snooze_reason="The freeze.")
    mail = reminder(alice, mine, hidden, others, done, later)
    page = settled(client, alice, mine, mail)
    assert not next_path(page)
    for title in ("Not in it", "Restricted", "Somebody else", "Done already", "Put off"):
        assert title not in page


def test_a_mail_that_only_tells_of_it_leads_to_nothing_else(client: Client, alice: User, action: Action) -> None:
    """Such a mail may be forwarded without the reminder that it speaks of."""
    mail = reminder(alice, action, make_action(owner=alice, title="Another of it"))
    assert "Another of it" in settled(client, alice, action, mail)
    told = client.get(undo_link(LinkUse.objects.get(), at=timezone.now()).path).content.decode()
    assert "Another of it" not in told


def test_a_link_to_the_next_lasts_no_longer_than_the_mail_does(client: Client, alice: User, action: Action) -> None:
    mail = reminder(alice, action, make_action(owner=alice))
    Message.objects.update(sent_at=timezone.now() - timedelta(days=13))
    following = read_link(next_path(settled(client, alice, action, mail, days_ago=13)).rstrip("/").rpartition("/")[2])
    assert following is not None
    assert following.until < timezone.now() + timedelta(days=1, minutes=1)


def test_whoever_is_signed_in_goes_on_with_what_waits_for_them(client: Client, alice: User, action: Action) -> None:
    client.force_login(alice)
    page = settled(client, alice, action, reminder(alice, action))
    assert f'href="{reverse("people:mine")}"' in page
    assert "after signing in" not in page


def test_somebody_accepts_or_declines_from_their_mail(client: Client, alice: User, bob: User, action: Action) -> None:
    offer_hand_over(action, by=alice, to=bob)
    page = client.get(link(bob, action, LinkPurpose.ACCEPT).path)
    assert "Yes, it is mine now" in page.content.decode()
    assert client.post(link(bob, action, LinkPurpose.ACCEPT).path).status_code == 303
    action.refresh_from_db()
    assert action.owner == bob
    assert client.post(link(bob, action, LinkPurpose.REFUSE).path, {"reply": "No."}).status_code == 422
    offer_hand_over(action, by=bob, to=alice)
    assert client.post(link(alice, action, LinkPurpose.REFUSE).path, {"reply": "No."}).status_code == 303
    assert HandOver.objects.first().reply == "No."


@pytest.mark.parametrize(("held", "status"), [("yes", ActionStatus.DONE), ("no", ActionStatus.TODO)])
def test_somebody_says_from_their_mail_whether_it_held(client: Client, alice: User, held: str, status: str) -> None:
    action = make_action(
        owner=alice, due_on=DAY, status=ActionStatus.DONE, evidence="It fired.", verify_on=timezone.localdate()
    )
    path = link(alice, action, LinkPurpose.VERIFY).path
    assert "Did it hold?" in client.get(path).content.decode()
    answer = client.post(path, {"held": held, "evidence": "In the drill of Monday."})
    assert answer.status_code == 303
    assert client.get(answer.headers["Location"]).status_code == 200
    action.refresh_from_db()
    assert (action.status, action.verify_on) == (status, None)
    assert client.get(path).status_code == 410
    assert client.get(link(alice, make_action(owner=alice), LinkPurpose.VERIFY).path).status_code == 409


# --- what closes a link --------------------------------------------------------------------------------
def test_a_link_nobody_signed_is_not_there(client: Client, alice: User) -> None:
    assert client.get(reverse("actions:settle", args=["no-such-link"])).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        (lambda alice, action: complete_action(action, by=alice, evidence="x"), 409, "This is settled already"),
        (lambda alice, action: hand_over_action(action, by=alice, owner=make_user()), 409, "somebody else"),
        (
            lambda alice, action: User.objects.filter(pk=alice.pk).update(
                is_active=False, deactivated_at=timezone.now()
            ),
            410,
            "not here any more",
        ),
    ],
)
def test_a_closed_link_says_why_and_loses_nothing(  # noqa: PLR0917 - what pytest hands in
    client: Client, alice: User, action: Action, change: Any, status: int, words: str, method: str
) -> None:
    path = link(alice, action).path
    change(alice, action)
    before = ActionEvent.objects.count()
    typed = {"evidence": "Five lines about the drill."} if method == "post" else {}
    answer = getattr(client, method)(path, typed)
    assert answer.status_code == status
    assert words in answer.content.decode().replace("&#x27;", "'")
    assert ("Five lines about the drill." in answer.content.decode()) is (method == "post")
    assert ActionEvent.objects.count() == before


def test_an_old_link_says_so_without_a_title(client: Client, alice: User, action: Action) -> None:
    old = mail_link(alice, action, LinkPurpose.DONE, message=1, at=timezone.now() - timedelta(days=15))
    answer = client.post(old.path, {"evidence": "Five lines."})
    assert answer.status_code == 410
    body = answer.content.decode()
    assert "too old" in body
    assert "Five lines." in body
    assert "Alert on age" not in body


@pytest.mark.parametrize("purpose", list(LinkPurpose))
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_a_link_about_a_restricted_incident_always_asks_for_sign_in(
    client: Client, alice: User, action: Action, purpose: LinkPurpose, method: str
) -> None:
    path = link(alice, action, purpose).path
    Incident.objects.update(is_restricted=True)
    action.incident.accesses.create(user=alice, given_by=alice)
    answer = getattr(client, method)(path, {"evidence": "Five lines."} if method == "post" else {})
    body = answer.content.decode()
    assert answer.status_code == (409 if method == "post" else 303)
    for word in ("Alert on age", "Checkout"):
        assert word not in body
    if method == "post":
        assert "Five lines." in body
        assert "Sign in to go on" in body
    else:
        assert client.get(answer.headers["Location"]).status_code == 302  # sign-in
        client.force_login(alice)
        assert client.get(answer.headers["Location"]).status_code in {200, 403}
    assert not ActionEvent.objects.exists()


def test_access_lost_is_as_if_there_were_nothing_and_what_was_typed_is_not_lost(
    client: Client, alice: User, action: Action
) -> None:
    path = link(alice, action).path
    Incident.objects.update(is_restricted=True)
    for answer in (client.get(path), client.post(path, {"evidence": "Five lines."})):
        assert answer.status_code == 404
        assert "Alert on age" not in answer.content.decode()
        assert action.public_number not in answer.content.decode()
    assert "Five lines." in answer.content.decode()


def test_links_ask_for_sign_in_where_an_administrator_says_so(client: Client, alice: User, action: Action) -> None:
    admin = make_user(is_administrator=True)
    client.force_login(admin)
    assert client.post(reverse("actions:link_policy"), {}).status_code == 303
    client.logout()
    answer = client.get(link(alice, action, LinkPurpose.WONT_DO).path)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/actions/{action.public_number}/decline/")
    client.force_login(admin)
    client.post(reverse("actions:link_policy"), {"without_sign_in": "on"})
    assert client.get(link(alice, action, LinkPurpose.WONT_DO).path).status_code == 200


def test_too_many_posts_are_held_off_and_lose_nothing(client: Client, alice: User, action: Action) -> None:
    path = link(alice, action).path
    for _ in range(40):
        client.post(path, {"evidence": ""})
    answer = client.post(path, {"evidence": "Five lines."})
    assert answer.status_code == 429
    assert "Five lines." in answer.content.decode()
    assert client.get(path).status_code == 200


def test_the_history_says_that_it_came_by_link(client: Client, alice: User, action: Action) -> None:
    client.post(link(alice, action).path, TYPED[LinkPurpose.DONE])
    client.force_login(alice)
    body = client.get(action.get_absolute_url()).content.decode()
    assert "by link from the mail to Alice" in body


def test_an_undo_link_of_a_forged_use_is_closed(client: Client, alice: User, action: Action) -> None:
    client.post(link(alice, action).path, TYPED[LinkPurpose.DONE])
    use = LinkUse.objects.get()
    use.person = make_user()
    assert client.get(undo_link(use, at=timezone.now()).path).status_code == 410


def test_days_are_those_of_whom_the_link_was_sent_to(client: Client) -> None:
    change_link_policy(by=make_user(is_administrator=True), without_sign_in=True)
    far = make_user(time_zone="Pacific/Kiritimati")
    action = make_action(owner=far, due_on=far.local_day(timezone.now()))
    assert "today" in client.get(link(far, action).path).content.decode()
