"""Contributing factors that several teams met: on a month's agenda and as a reason to read, and nothing hidden told."""

from typing import Any

import pytest
from django.urls import reverse

from postmortems.factors.models import Factor, PostmortemFactor
from postmortems.factors.queries import PLACES_LISTED
from reviews.choosing import choices_to_read
from reviews.listed import Listing
from reviews.listing import list_month
from reviews.models import Circle
from reviews.queries import listing_of
from reviews.services import close_month, open_meeting
from tests.factories import make_incident, make_team, make_user
from tests.reviews.test_month import OCTOBER, TODAY, at, publish

pytestmark = pytest.mark.django_db
CONDITION = "Keys are handed round by hand"


def put_down(factor, title, team, *, on, also=(), **facts):
    """A published document of one team in which the condition stands."""
    document = publish(make_incident(title, severity=2, began_at=on, teams=[team], **facts), published_at=on)
    document.also_about.set(also)
    PostmortemFactor.objects.create(postmortem=document, factor=factor, position=0, added_by=document.created_by)
    return document


def condition(text=CONDITION):
    return Factor.objects.create(text=text, category="process", created_by=make_user())


def test_a_condition_of_several_teams_is_listed_with_its_documents_in_a_month_that_added_one():
    search, gate = make_team("Search"), make_team("Gate")
    shared, lone = condition(), condition("The index is built at night")
    for day, title in ((3, "One"), (4, "Another")):
        put_down(lone, title, search, on=at(day))
    put_down(shared, "Then", gate, on=at(5, 9))
    put_down(shared, "Now", search, on=at(6))
    [factor] = list_month(OCTOBER, today=TODAY).factors
    assert (factor.condition, factor.teams) == (CONDITION, ("Gate", "Search"))
    assert [(row.title, row.teams) for row in factor.documents] == [("Now", ("Search",)), ("Then", ("Gate",))]
    assert list_month(OCTOBER.next, today=TODAY).factors == ()
    listing = list_month(OCTOBER, today=TODAY)
    assert Listing.from_json(listing.as_json()) == listing
    circle = Circle.objects.create(name="Finders", slug="finders")
    circle.teams.add(search)
    assert list_month(OCTOBER, today=TODAY, circle=circle).factors == ()
    circle.teams.add(gate)
    assert list_month(OCTOBER, today=TODAY, circle=circle).factors == (factor,)


@pytest.mark.parametrize("hides", ["the team's", "the month's", "what it is also about"])
def test_a_condition_is_told_to_those_alone_who_see_it_in_two_teams_documents(client, hides):
    alice, charlie = make_user("Alice", is_facilitator=True), make_user("Charlie")
    search, gate, vault = make_team("Search"), make_team("Gate"), make_team("Vault")
    secret: dict[str, Any] = {"by": alice, "is_restricted": True}
    shared = condition()
    if hides == "the team's":
        put_down(shared, "Slow", search, on=at(6))
        put_down(shared, "Key in a log", vault, on=at(5, 9), **secret)
    elif hides == "the month's":  # two of other months are no reason to tell it in this one
        put_down(shared, "Slow", search, on=at(6, 9))
        put_down(shared, "Shut", gate, on=at(6, 8))
        put_down(shared, "Key in a log", vault, on=at(5), **secret)
    else:
        put_down(shared, "Slow", search, on=at(6))
        put_down(shared, "Shut", gate, on=at(6, 9), also=[make_incident("Key in a log", began_at=at(6, 9), **secret)])
    open_meeting(OCTOBER, by=alice)
    for closed in (False, True):
        if closed:
            close_month(OCTOBER, at=OCTOBER.ends)
        for person, sees in ((alice, True), (charlie, False)):
            assert len(listing_of(person, OCTOBER, today=TODAY).factors) == sees
            client.force_login(person)
            bodies = [
                client.get(reverse("reviews:meeting", args=[OCTOBER]), {"topic": "factors"}).content.decode(),
                client.get(reverse("reviews:past_month", args=[OCTOBER])).content.decode(),
            ]
            assert [CONDITION in body for body in bodies] == [sees, sees]
            assert ["What would remove it for all of you?" in body for body in bodies] == [sees, sees]


def test_a_condition_that_other_teams_met_is_a_reason_to_read():
    alice, charlie = make_user("Alice"), make_user("Charlie")
    shared = condition()
    put_down(shared, "Now", make_team("Search"), on=at(6))
    put_down(shared, "Then", make_team("Gate"), on=at(5, 9), by=alice, is_restricted=True)
    why = {}
    for person in (alice, charlie):
        [choice], _ = choices_to_read(person, OCTOBER, listing_of(person, OCTOBER, today=TODAY))
        why[person] = choice.why
    assert why[alice] == f"Gate met a condition of it as well: “{CONDITION}”"
    assert "Gate" not in why[charlie]


def test_a_condition_that_stands_everywhere_is_told_with_its_newest_documents():
    shared, teams = condition(), [make_team("Search"), make_team("Gate")]
    for number in range(PLACES_LISTED + 2):
        put_down(shared, f"Number {number}", teams[number % 2], on=at(1 + number // 2))
    [factor] = list_month(OCTOBER, today=TODAY).factors
    assert len(factor.documents) == PLACES_LISTED
    assert factor.documents[0].title == f"Number {PLACES_LISTED + 1}"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_topic_costs_the_same_at_one_row_and_at_three(client, django_assert_num_queries, rows):
    alice = make_user("Alice", is_facilitator=True)
    for _ in range(rows):
        shared = condition()
        for day in range(1, rows + 2):
            put_down(shared, "Slow", make_team(), on=at(day))
    open_meeting(OCTOBER, by=alice)
    client.force_login(alice)
    client.get(reverse("reviews:past_month", args=[OCTOBER]))  # the first page of a process prepares statements
    with django_assert_num_queries(24):
        client.get(reverse("reviews:meeting", args=[OCTOBER]), {"topic": "factors"})
