"""The little world of the access tests, lived in: enough on every page that its look can be judged."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from actions.choices import ActionStatus
from actions.models import Action
from actions.services import complete_action, note_on_action, reschedule_action
from incidents.models import Incident
from incidents.services import NewEvent, add_event, add_events, change_facts, change_impact
from postmortems.choices import ReviewAnswer
from postmortems.models import Postmortem
from postmortems.search.services import refresh_drafts, refresh_incident
from postmortems.services import add_comment, answer_review, ask_for_review
from tests.access.world import World, make_world
from tests.factories import days, make_action, make_incident, make_service, make_tag, make_team
from tests.postmortems.make import fill, make_postmortem, make_published, write
from tests.test_access import MODULES

LONG = "Half of the edge refused the new certificate because its intermediate was unknown to the older images"
PROSE = """\
At 09:14 the new certificate reached the **edge nodes**, and *half of them* refused it. The bundle named an
intermediate that only the newer image knows.

### What the system taught us

- A check that runs where the change is made cannot see where it *lands*.
- `openssl verify` on the build host said yes.

> We all looked at the dashboard that was green.

| Node pool | Image | Accepted |
|---|---|---:|
| edge-a | 2026.09 | 48 of 48 |
| edge-b | 2026.03 | 0 of 41 |
"""


def make_lived_in_world() -> World:
    """Make the world, furnish it for every address, and let people have worked in it."""
    world = make_world()
    for module in MODULES:
        if hasattr(module, "furnish"):
            module.furnish(world)
    _tell_the_timeline(world)
    _plan_actions(world)
    _write_documents(world)
    for incident in Incident.objects.all():
        refresh_incident(incident.pk)
    refresh_drafts()
    return world


def _tell_the_timeline(world: World) -> None:
    began = timezone.now() - days(9)
    incident = world.incident
    times = {"began": (began, "minute"), "detected": (began + timedelta(minutes=14), "around")}
    change_facts(incident, changes=times, by=world.alice)
    change_impact(incident, by=world.alice, changes={"users_affected": 18200, "revenue_kind": "negligible"})
    told = [
        (0, "The certificate was rolled out to every pool", "action", "deploy"),
        (14, "The alert on refused handshakes fired", "detection", "alert"),
        (150, "The old bundle was put back, pool by pool", "mitigation", "chat"),
    ]
    for minutes, text, kind, source in told:
        event = NewEvent(text, at=began + timedelta(minutes=minutes), precision="minute", kind=kind, source=source)
        add_event(incident, event, by=world.alice)
    add_event(incident, NewEvent("The supplier had announced it", known_later=True), by=world.bob)


def _plan_actions(world: World) -> None:
    today = timezone.now().date()
    incident, alice = world.incident, world.alice
    team = make_team("Edge and certificates", members=[alice, world.bob], lead=world.bob)
    facts: dict[str, Any] = {"owner": alice, "due_on": today + days(3), "team": team}
    for status in ActionStatus:
        world.more[f"action {status}"] = make_action(
            incident, "Ask every image for its intermediates before a roll-out", status=status, **facts
        )
    make_action(incident, "An action that nobody has yet", priority="critical")
    late = make_action(incident, LONG, **(facts | {"due_on": today - days(40)}))
    reschedule_action(late, by=alice, due_on=today - days(12), reason="The supplier answers on Monday.")
    note_on_action(late, by=world.bob, text="Waiting for the supplier.")
    done = make_action(incident, "Put the date of every certificate on one page", **facts)
    complete_action(done, by=alice, evidence="https://example.org/certificates")


def _write_documents(world: World) -> None:
    alice, bob = world.alice, world.bob
    services = [make_service("Edge proxy"), make_service("Checkout"), make_service("Ticket delivery")]
    draft: Postmortem = world.more["postmortem"]
    for section in draft.sections.filter(kind="prose")[:2]:
        write(draft, section.key, PROSE, by=alice)
    reviewed = make_postmortem(
        make_incident(LONG, by=alice, severity=2, services=services, tags=[make_tag("tls")], began_at=timezone.now()),
        by=alice,
    )
    fill(reviewed)
    ask_for_review(reviewed, reviewers=[bob, world.charlie], by=alice)
    answer_review(reviewed, answer=ReviewAnswer.CHANGES, by=bob, comment="Which images are the older ones?")
    add_comment(reviewed, body="Asked and answered in the second section.", by=alice)
    incident = make_incident(
        "Checkout runs out of connections", by=alice, severity=1, services=services, began_at=timezone.now()
    )
    published = make_postmortem(incident, by=alice, template="full")
    for section in published.sections.filter(kind="prose"):
        write(published, section.key, PROSE, by=alice)
    make_action(incident, "Close idle connections after a minute", owner=bob, due_on=timezone.now().date() + days(9))
    world.more |= {"reviewed": reviewed, "drafted": published, "out": make_published(by=alice)}
    asked = make_incident("Dave Miller drops the users table", by=alice, summary="Dave should have noticed the alert.")
    told = [NewEvent(text, told=told) for told, text in (("23:50", "First 5xx"), ("00:12", "Dave forgot to check."))]
    add_events(asked, told, by=alice)
    world.more["asked"] = asked
    for kind in ("near_miss", "security"):
        make_incident("A token in a ticket, seen by nobody", by=bob, kind=kind, severity=4)


def action_of(world: World, status: str) -> Action:
    """The world's action in this state."""
    action: Action = world.more[f"action {status}"]
    return action
