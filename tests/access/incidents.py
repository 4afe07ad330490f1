"""Who may have the addresses of incidents. The world's incident is restricted to Alice and Bob."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

import lens
from incidents.choices import HistoryKind
from incidents.models import IncidentHistory, IncidentLink
from incidents.repeats.models import Repeat
from incidents.wording.models import LensAnswer, LensWord
from tests.access.world import World
from tests.factories import make_event, make_incident, make_service, make_severity, make_tag

Kwargs = Callable[[World], dict[str, Any]] | None

NAMED_ONLY = {"alice": 200, "bob": 200, "charlie": 404, "anonymous": 302}
NAMED_BY_POST = {"alice": 405, "bob": 405, "charlie": 405, "anonymous": 302}
EVERYBODY = {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 302}
POSTED = {"alice": 405, "bob": 405, "charlie": 405, "anonymous": 302}
ADMINISTRATORS = {"alice": 403, "bob": 403, "charlie": 403, "admin": 200, "anonymous": 302}


MANAGED = ADMINISTRATORS | {"admin": 405}


def furnish(world: World) -> None:
    """Add what hangs on the incident, and policy data."""
    incident = world.incident
    world.more |= {
        "event": make_event(incident, "The key was seen in a public log", at=timezone.now()),
        "dayless": make_event(incident, "The key was used from outside", told="23:50"),
        "link": IncidentLink.objects.create(incident=incident, url="https://example.org/scan"),
        "deletion": IncidentHistory.objects.create(
            incident=incident, kind=HistoryKind.TIMELINE_CHANGED, by=world.alice, details={"deleted": {"text": "x"}}
        ),
        "dating": IncidentHistory.objects.create(
            incident=incident, kind=HistoryKind.TIMELINE_CHANGED, by=world.alice, details={"dated": 1, "times": {}}
        ),
        "answer": LensAnswer.objects.create(
            incident=incident, rule="should-have", sentence="0" * 32, reason="quoting", by=world.alice
        ),
        "repeat": Repeat.objects.create(incident=incident, of=make_incident(), confirmed_by=world.alice),
        "word": LensWord.objects.create(kind="system", text="Rosa"),
        "service": make_service("Edge"),
        "tag": make_tag("edge"),
        "severity": make_severity(2),
    }


def number(world: World) -> dict[str, Any]:
    """The incident's number."""
    return {"number": world.incident.number}


def number_and(name: str) -> Callable[[World], dict[str, Any]]:
    """Return a factory of the incident's number and the key of something that hangs on it."""
    return lambda world: {"number": world.incident.number, "pk": world.more[name].pk}


def key_of(name: str) -> Callable[[World], dict[str, Any]]:
    """Return a factory of the key of a row of policy data."""
    return lambda world: {"pk": world.more[name].pk}


def bob_on_it(world: World) -> dict[str, Any]:
    """The incident's number and a person named on it."""
    return {"number": world.incident.number, "pk": world.bob.pk}


def rule(world: World) -> dict[str, Any]:
    """A shipped rule of the lens."""
    return {"rule": lens.rules()[0].id}


ACCESS: list[tuple[str, Kwargs, dict[str, int]]] = [
    ("incidents:list", None, EVERYBODY),
    ("incidents:record", None, EVERYBODY),
    ("incidents:detail", number, NAMED_ONLY),
    ("incidents:facts", number, NAMED_ONLY),
    ("incidents:times", number, NAMED_ONLY),
    ("incidents:impact", number, NAMED_ONLY),
    ("incidents:decide", number, NAMED_ONLY),
    ("incidents:history", number, NAMED_ONLY),
    ("incidents:repeat_confirm", number, NAMED_ONLY),
    ("incidents:repeat_withdraw", number_and("repeat"), NAMED_ONLY),
    ("incidents:link_add", number, NAMED_ONLY),
    ("incidents:link_remove", number_and("link"), NAMED_BY_POST),
    ("incidents:restrict", number, NAMED_ONLY),
    ("incidents:lift_restriction", number, NAMED_ONLY),
    ("incidents:access", number, NAMED_ONLY),
    ("incidents:take_access", bob_on_it, NAMED_ONLY),
    ("incidents:event_add", number, NAMED_ONLY),
    ("incidents:timeline_paste", number, NAMED_ONLY),
    ("incidents:timeline_order", number, NAMED_BY_POST),
    ("incidents:event_edit", number_and("event"), NAMED_ONLY),
    ("incidents:event_day", number_and("dayless"), NAMED_ONLY),
    ("incidents:day_take_back", number_and("dating"), NAMED_BY_POST),
    ("incidents:event_delete", number_and("event"), NAMED_BY_POST),
    ("incidents:event_move", number_and("event"), NAMED_BY_POST),
    ("incidents:event_restore", number_and("deletion"), NAMED_BY_POST),
    ("incidents:lens_answer", number, NAMED_BY_POST),
    ("incidents:lens_take_back", number_and("answer"), NAMED_BY_POST),
    ("incidents:lens_look", None, POSTED),
    ("incidents:lens_guide", None, EVERYBODY),
    ("incidents:lens_rule", rule, EVERYBODY),
    ("incidents:lens_settings", None, ADMINISTRATORS),
    ("incidents:lens_rule_edit", rule, ADMINISTRATORS),
    ("incidents:lens_word_add", None, ADMINISTRATORS),
    ("incidents:lens_word_remove", key_of("word"), MANAGED),
    ("incidents:services", None, ADMINISTRATORS),
    ("incidents:service_add", None, ADMINISTRATORS),
    ("incidents:service_edit", key_of("service"), ADMINISTRATORS),
    ("incidents:tags", None, ADMINISTRATORS),
    ("incidents:tag_add", None, ADMINISTRATORS),
    ("incidents:tag_edit", key_of("tag"), ADMINISTRATORS),
    ("incidents:severities", None, ADMINISTRATORS),
    ("incidents:severity_edit", key_of("severity"), ADMINISTRATORS),
]
