"""Two connections at once: the second one finds what the first one made of it."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from incidents.models import Incident, IncidentAccess, TimelineEvent
from incidents.permissions import tags_visible_to
from incidents.repeats.models import Repeat
from incidents.repeats.services import confirm_repeat
from incidents.rules import Blocked, LostRace
from incidents.services import NewEvent, add_event, change_facts, restrict_incident, take_access
from tests.factories import make_incident, make_tag, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def meanwhile(first: Callable[[], object], second: Callable[[], object]) -> list[Exception]:
    """Begin `first`, let `second` run into its lock from another connection, then let both end."""
    refusals: list[Exception] = []

    def run_second() -> None:
        try:
            second()
        except (Blocked, LostRace) as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    thread = threading.Thread(target=run_second)
    with transaction.atomic():
        first()
        thread.start()
        thread.join(0.4)
        assert thread.is_alive(), "the second one should wait for the first one's lock"
    thread.join(10)
    return refusals


def test_two_people_un_naming_each_other_never_leave_nobody() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    incident = make_incident(by=alice, named=[bob], is_restricted=True)
    refusals = meanwhile(
        lambda: take_access(incident, person=alice, by=bob), lambda: take_access(incident, person=bob, by=alice)
    )
    assert [type(refusal) for refusal in refusals] == [Blocked]
    assert list(IncidentAccess.objects.filter(incident=incident).values_list("user_id", flat=True)) == [bob.pk]


def test_two_people_changing_one_title_at_once_lose_nothing_silently() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    incident = make_incident("Old", by=alice)
    refusals = meanwhile(
        lambda: change_facts(incident, by=alice, changes={"title": "Alice's"}, version=1),
        lambda: change_facts(incident, by=bob, changes={"title": "Bob's"}, version=1),
    )
    assert [type(refusal) for refusal in refusals] == [LostRace]
    assert Incident.objects.get().title == "Alice's"


def test_two_entries_added_at_once_stand_one_after_the_other() -> None:
    alice = make_user("Alice")
    incident = make_incident(by=alice)
    meanwhile(
        lambda: add_event(incident, NewEvent("first"), by=alice),
        lambda: add_event(incident, NewEvent("second"), by=alice),
    )
    assert list(TimelineEvent.objects.values_list("text", "position")) == [("first", 0), ("second", 1)]


def test_two_people_confirming_a_repeat_at_once_confirm_it_once() -> None:
    alice, bob, earlier = make_user("Alice"), make_user("Bob"), make_incident()
    later = make_incident()
    first, second = (lambda by=by: confirm_repeat(later, of=earlier, by=by) for by in (alice, bob))
    assert meanwhile(first, second) == []
    assert Repeat.objects.get().confirmed_by == alice


def test_a_tag_given_while_an_incident_is_being_restricted_is_not_known_from_it() -> None:
    alice, charlie, tag = make_user("Alice"), make_user("Charlie"), make_tag("acme-leak")
    incident = make_incident(by=alice)
    assert tag in tags_visible_to(charlie)
    meanwhile(lambda: restrict_incident(incident, by=alice), lambda: Incident.objects.get().tags.add(tag))
    assert Incident.objects.get().tags.get() == tag
    assert tag not in tags_visible_to(charlie)
    assert tag in tags_visible_to(alice)
