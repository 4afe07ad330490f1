"""The pages of actions: who gets them, what they refuse, what they cost."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.choices import ActionStatus
from actions.models import Action
from actions.services import reschedule_action
from tests.factories import make_action, make_incident, make_service, make_team, make_user

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 3)


@pytest.fixture
def alice():
    return make_user("Alice")


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


def page(name, action):
    return reverse(f"actions:{name}", args=[action.number])


def without_token(answer):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(signed_in, alice, rows, django_assert_num_queries):
    for _ in range(rows):
        make_action(owner=make_user(), team=make_team(), due_on=DUE)
    with django_assert_num_queries(5):  # session, person, choices of the filters, actions, the reader's teams
        answer = signed_in.get(reverse("actions:list"))
    assert len(answer.context["page"].rows) == rows


OFFERED = re.compile(r'id="action-row-(\d+)".*?</li>', re.DOTALL)


@pytest.mark.parametrize("view", ["open", "team"])
def test_a_row_offers_only_what_its_door_allows(signed_in, alice, view):
    ours, theirs = make_team(members=[alice]), make_team()
    others = make_action(owner=make_user(), team=theirs, due_on=DUE)
    changed = [
        make_action(owner=make_user(), team=ours, due_on=DUE),
        make_action(owner=alice, due_on=DUE),
        make_action(due_on=DUE),  # nobody's: whoever sees it may take it on
    ]
    address = reverse("actions:list") if view == "open" else reverse("actions:team", args=[theirs.slug])
    if view == "team":
        Action.objects.update(team=theirs)
        changed = changed[1:]
    rows = {int(row[1]): row[0] for row in OFFERED.finditer(signed_in.get(address).content.decode())}
    assert "data-triage-row data-triage-read" in rows[others.number]
    assert "checkbox" not in rows[others.number]
    assert "data-triage-do" not in rows[others.number]
    refused = signed_in.get(page("hand_over", others))
    assert refused.status_code == 403
    assert "You may read this, not change it" in refused.content.decode()
    for action in changed:
        assert "data-triage-read" not in rows[action.number]
        assert view == "team" or rows[action.number].count("data-triage-do") == 2
        assert signed_in.get(page("hand_over", action)).status_code == 200


def test_the_list_shows_no_action_of_a_restricted_incident_to_a_stranger(signed_in, alice):
    hidden = make_action(make_incident(is_restricted=True), "Rotate the leaked key")
    mine = make_action(make_incident(is_restricted=True, named=[alice]), "Rotate the other key")
    for view in ("open", "past", "stale", "unowned", "proposals", "settled", "team", "mine"):
        body = signed_in.get(reverse("actions:list"), {"view": view}).content.decode()
        assert hidden.title not in body
        assert hidden.public_number not in body
    assert mine.title in signed_in.get(reverse("actions:list")).content.decode()


def test_the_selections_select(signed_in, alice):
    long_ago = timezone.now() - timedelta(days=40)
    mine = make_action(owner=alice, due_on=date(2020, 1, 1))
    stale = make_action(owner=make_user(), due_on=date(2099, 1, 1), moved_at=long_ago)
    idea = make_action(status=ActionStatus.PROPOSED)
    orphan = make_action(owner=make_user(is_active=False), due_on=date(2099, 1, 1))
    ours = make_action(team=make_team(members=[alice]), owner=make_user(), due_on=DUE)
    done = make_action(status=ActionStatus.DONE, owner=make_user(), due_on=DUE)

    def shown(view):
        return {action.pk for action in signed_in.get(reverse("actions:list"), {"view": view}).context["page"]}

    assert shown("mine") == {mine.pk}
    assert shown("past") >= {mine.pk}
    assert idea.pk not in shown("past")
    assert shown("stale") == {stale.pk}
    assert shown("proposals") == {idea.pk}
    assert shown("unowned") == {orphan.pk}
    assert shown("team") == {ours.pk}
    assert shown("settled") == {done.pk}


def test_the_list_narrows_by_service(signed_in):
    service = make_service("auth")
    there = make_action(make_incident(services=[service]))
    make_action()
    answer = signed_in.get(reverse("actions:list"), {"service": service.pk})
    assert [action.pk for action in answer.context["page"]] == [there.pk]


@pytest.mark.parametrize(("target", "whole"), [(None, True), ("div#action-list", False), ("div#something-else", True)])
def test_the_list_gives_its_fragment_to_htmx_alone(signed_in, target, whole):
    headers = {"HX-Request": "true", "HX-Target": target} if target else {}
    answer = signed_in.get(reverse("actions:list"), headers=headers)
    assert ("<html" in answer.content.decode()) is whole
    assert "HX-Target" in answer["Vary"]


def test_adding_without_a_title_gives_the_form_back_filled_in(signed_in, alice):
    incident = make_incident(by=alice)
    answer = signed_in.post(
        reverse("actions:add", args=[incident.number]),
        {"title": "", "committed": "yes", "priority": "high", "details": "Many words already."},
    )
    assert answer.status_code == 422
    assert "Many words already." in answer.content.decode()
    assert not Action.objects.exists()


def test_a_new_commitment_is_not_for_a_day_that_has_passed(signed_in, alice):
    incident = make_incident(by=alice)
    answer = signed_in.post(
        reverse("actions:add", args=[incident.number]),
        {"title": "Alert on age", "committed": "yes", "priority": "high", "due_on": "2020-02-03"},
    )
    assert answer.status_code == 422
    assert "That day has passed." in answer.content.decode()
    assert not Action.objects.exists()


def test_reasoning_of_old_is_history_once_it_is_open_again(signed_in, alice):
    action = make_action(owner=alice, due_on=DUE)
    signed_in.post(page("decline", action), {"reasoning": "The signer goes away."})
    assert "Why we won" in signed_in.get(page("detail", action)).content.decode()
    signed_in.post(page("reopen", action), {"reason": "It stays."})
    words = signed_in.get(page("detail", action)).content.decode()
    assert "Why we won" not in words
    assert "The signer goes away." in words


def test_a_change_of_dates_is_told_in_words(signed_in, alice):
    action = make_action(owner=alice, due_on=DUE)
    signed_in.post(page("reschedule", action), {"due_on": "2099-02-03", "reason": "The drill moved."})
    words = signed_in.get(page("detail", action)).content.decode()
    assert "3 Feb 2099" in words
    assert "from 2026-12-03" not in words


def test_adding_a_commitment_after_publication_names_what_is_missing(signed_in, alice):
    incident = make_incident(by=alice, actions_gated=True)
    answer = signed_in.post(
        reverse("actions:add", args=[incident.number]),
        {"title": "Alert on age", "committed": "yes", "priority": "high"},
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"owner", "due_on"}


def test_an_owner_of_a_restricted_incident_is_one_of_those_named(signed_in, alice):
    stranger = make_user("Charlie")
    incident = make_incident(by=alice, is_restricted=True)
    answer = signed_in.post(
        reverse("actions:add", args=[incident.number]),
        {"title": "Alert on age", "committed": "yes", "priority": "high", "owner": stranger.pk, "due_on": "2026-12-03"},
    )
    assert answer.status_code == 422
    assert stranger.display_name not in answer.content.decode()


def test_done_from_the_page(signed_in, alice):
    action = make_action(owner=alice, due_on=DUE)
    answer = signed_in.post(page("complete", action), {"evidence": "The drill paged."})
    assert answer.status_code == 303
    action.refresh_from_db()
    assert action.status == ActionStatus.DONE
    assert "The drill paged." in signed_in.get(page("detail", action)).content.decode()


@pytest.mark.parametrize(
    ("verb", "sent"),
    [
        ("complete", {"evidence": ""}),
        ("decline", {"reasoning": ""}),
        ("reschedule", {"due_on": "never", "reason": "x"}),
        ("reschedule", {"due_on": "2020-02-03", "reason": "x"}),
        ("hand_over", {"owner": ""}),
        ("commit", {"owner": "", "due_on": ""}),
        ("note", {"text": ""}),
        ("reopen", {"reason": "It is open."}),
    ],
)
def test_a_verb_that_cannot_be_done_says_why(signed_in, alice, verb, sent):
    action = make_action(owner=alice, due_on=DUE)
    answer = signed_in.post(page(verb, action), sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_two_editors_are_told_of_each_other(signed_in, alice):
    action = make_action(owner=alice, due_on=DUE, title="Before")
    stale = action.version
    sent = {"title": "Mine", "priority": "high", "version": stale}
    assert signed_in.post(page("edit", action), sent).status_code == 303
    answer = signed_in.post(page("edit", action), sent | {"title": "Yours"})
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "Mine" in body
    assert "Yours" in body


@pytest.mark.parametrize(
    "verb", ["edit", "commit", "start", "complete", "decline", "reschedule", "hand_over", "reopen"]
)
def test_somebody_who_does_not_carry_it_only_reads(client, alice, verb):
    bob = make_user("Bob")
    action = make_action(owner=alice, due_on=DUE)
    client.force_login(bob)
    assert client.get(page("detail", action)).status_code == 200
    assert client.post(page(verb, action), {"evidence": "x"}).status_code == 403
    action.refresh_from_db()
    assert action.status == ActionStatus.TODO


def test_a_hidden_action_answers_as_one_that_does_not_exist(client, alice):
    action = make_action(make_incident(by=alice, is_restricted=True), "Rotate the key")
    client.force_login(make_user("Charlie"))
    hidden = client.get(page("detail", action))
    missing = client.get(reverse("actions:detail", args=[999_999]))
    assert hidden.status_code == missing.status_code == 404
    assert without_token(hidden) == without_token(missing)


def test_the_page_of_one_action_costs_what_it_costs(signed_in, alice, django_assert_num_queries):
    action = make_action(owner=make_user(), due_on=DUE, team=make_team())
    with django_assert_num_queries(8):
        signed_in.get(page("detail", action))


def test_an_action_whose_owner_has_left_says_so_after_publication_too(signed_in):
    action = make_action(make_incident(actions_gated=True), owner=make_user("Ada", is_active=False), due_on=DUE)
    body = signed_in.get(page("detail", action)).content.decode()
    assert "Ada has left" in body
    assert "cannot be published" not in body


def test_a_new_date_is_told_as_people_write_dates(signed_in, alice):
    action = make_action(make_incident(by=alice), owner=alice, due_on=date(2026, 6, 24))
    reschedule_action(action, by=alice, due_on=date(2026, 10, 2), reason="The supplier answers in autumn.")
    told = signed_in.get(page("detail", action)).content.decode()
    assert '<time datetime="2026-06-24">24 Jun 2026</time>' in told
    assert '<time datetime="2026-10-02">2 Oct 2026</time>' in told


def test_the_list_says_of_an_owner_that_they_have_left(signed_in):
    make_action(owner=make_user("Ada", is_active=False), due_on=DUE)
    make_action(owner=make_user("Emil"), due_on=DUE)
    body = signed_in.get(reverse("actions:list")).content.decode()
    assert 'Ada <span class="muted">(has left)</span>' in body
    assert body.count("(has left)") == 1


# --- in the dialog of a list ------------------------------------------------------------------------------
IN_DIALOG = {"HX-Request": "true", "HX-Target": "div#verb-dialog-form"}


def test_a_verb_opens_in_the_dialog_of_a_list_and_as_a_page_elsewhere(signed_in, alice):
    action = make_action(owner=alice)
    fragment = signed_in.get(page("complete", action), headers=IN_DIALOG)
    assert "<html" not in fragment.text
    assert 'id="verb-dialog-form"' in fragment.text
    assert "HX-Target" in fragment.headers["Vary"]
    for headers in ({}, IN_DIALOG | {"HX-Target": "div#somewhere"}):
        assert "<html" in signed_in.get(page("complete", action), headers=headers).text


def test_what_is_refused_comes_back_filled_in_and_what_is_done_closes_the_dialog(signed_in, alice):
    action = make_action(owner=alice)
    refused = signed_in.post(page("reschedule", action), {"due_on": "2099-01-20"}, headers=IN_DIALOG)
    assert refused.status_code == 422
    assert "<html" not in refused.text
    assert "2099-01-20" in refused.text
    sent = {"due_on": "2099-01-20", "reason": "After the freeze."}
    done = signed_in.post(page("reschedule", action), sent, headers=IN_DIALOG)
    assert (done.status_code, done.headers["HX-Trigger"]) == (204, "dialogDone")
    assert str(Action.objects.get(pk=action.pk).due_on) == "2099-01-20"


@pytest.mark.parametrize(("days", "is_loud"), [(-1, True), (0, True), (1, False), (None, False)])
def test_whether_it_held_is_asked_loudly_from_the_day_on_which_it_is_asked(signed_in, alice, days, is_loud):
    verify_on = None if days is None else timezone.localdate() + timedelta(days=days)
    action = make_action(owner=alice, due_on=DUE, status="done", evidence="It fired.", verify_on=verify_on)
    button = re.search(r'<a class="([^"]+)" href="[^"]+/verify/">', signed_in.get(action.get_absolute_url()).text)
    assert button is not None
    assert ("button-primary" in button[1]) is is_loud
