"""Who may have the addresses of documents. The world's incident, and so its document, is restricted to Alice and Bob."""

from collections.abc import Callable
from typing import Any

from postmortems.factors.services import Said, add_factor
from postmortems.models import Template
from postmortems.services import add_comment, publish_postmortem
from tests.access.world import World
from tests.factories import make_incident, make_severity
from tests.postmortems.make import approve, fill, make_postmortem, write

Kwargs = Callable[[World], dict[str, Any]] | None

EVERYBODY = {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 302}
NAMED_ONLY = {"alice": 200, "bob": 200, "charlie": 404, "anonymous": 302}
NAMED_BY_POST = {"alice": 405, "bob": 405, "charlie": 405, "anonymous": 302}
ADMINISTRATORS = {"alice": 403, "bob": 403, "charlie": 403, "admin": 200, "anonymous": 302}
ADMINISTRATORS_BY_POST = ADMINISTRATORS | {"admin": 405}


def furnish(world: World) -> None:
    """Add a draft with a revision and a comment, and an incident nothing has been written about."""
    postmortem = make_postmortem(world.incident, by=world.alice)
    write(postmortem, "summary", "A key was in a log.", by=world.alice)
    comment = add_comment(postmortem, body="Which log?", by=world.bob)
    place = add_factor(postmortem, Said("The build log keeps what it is told", "tooling"), by=world.alice)
    other = add_factor(make_postmortem(), Said("Logs are kept for ever", "process"), by=world.charlie)
    told = make_incident("Token in a ticket", by=world.alice, named=[world.bob], is_restricted=True)
    published = make_incident(
        "Password in a chat", by=world.alice, named=[world.bob], is_restricted=True, severity=make_severity(2)
    )
    document = make_postmortem(published, by=world.alice)
    fill(document)
    write(document, "timeline", "Told in prose.", by=world.alice)
    approve(document, by=world.bob)
    publish_postmortem(document, by=world.alice)
    world.more |= {
        "factor": place,
        "factor_elsewhere": other.factor,
        "comment": comment,
        "untold": told,
        "published": published,
        "postmortem": postmortem,
    }


def number(world: World) -> dict[str, Any]:
    """The number of the draft's incident."""
    return {"number": world.incident.number}


def section(world: World) -> dict[str, Any]:
    """A section of the draft."""
    return number(world) | {"key": "summary"}


def template(world: World) -> dict[str, Any]:
    """A shipped template."""
    return {"key": "full"}


def template_section(world: World) -> dict[str, Any]:
    """A section of it."""
    return {"key": "full", "pk": Template.objects.get(key="full").sections.all()[0].pk}


def factor(world: World) -> dict[str, Any]:
    """A factor of the draft."""
    return number(world) | {"pk": world.more["factor"].pk}


ACCESS: list[tuple[str, Kwargs, dict[str, int]]] = [
    ("postmortems:list", None, EVERYBODY),
    ("postmortems:search", None, EVERYBODY),
    ("postmortems:detail", number, NAMED_ONLY),
    ("postmortems:start", lambda world: {"number": world.more["untold"].number}, NAMED_ONLY),
    ("postmortems:edit", number, NAMED_ONLY),
    ("postmortems:edit_section", section, NAMED_ONLY),
    ("postmortems:factors", number, NAMED_ONLY),
    ("postmortems:factor_add", number, NAMED_ONLY),
    (
        "postmortems:factor_reuse",
        lambda world: number(world) | {"pk": world.more["factor_elsewhere"].pk},
        NAMED_BY_POST,
    ),
    ("postmortems:factor_edit", factor, NAMED_ONLY),
    ("postmortems:factor_move", factor, NAMED_BY_POST),
    ("postmortems:factor_remove", factor, NAMED_BY_POST),
    ("postmortems:facilitator", number, NAMED_ONLY),
    ("postmortems:history", number, NAMED_ONLY),
    (
        "postmortems:restore",
        lambda world: number(world) | {"pk": world.more["postmortem"].sections.get(key="summary").revisions.get().pk},
        NAMED_BY_POST,
    ),
    ("postmortems:review", number, NAMED_ONLY),
    ("postmortems:answer", number, NAMED_BY_POST),
    ("postmortems:back_to_draft", number, NAMED_BY_POST),
    ("postmortems:comment", number, NAMED_BY_POST),
    ("postmortems:resolve", lambda world: number(world) | {"pk": world.more["comment"].pk}, NAMED_BY_POST),
    ("postmortems:gate", number, NAMED_ONLY),
    ("postmortems:amend", number, NAMED_BY_POST),
    ("postmortems:edition", lambda world: {"number": world.more["published"].number, "edition": 1}, NAMED_ONLY),
    ("postmortems:templates", None, ADMINISTRATORS),
    ("postmortems:template_edit", template, ADMINISTRATORS),
    ("postmortems:template_section_add", template, ADMINISTRATORS_BY_POST),
    ("postmortems:template_section_edit", template_section, ADMINISTRATORS),
    ("postmortems:template_section_move", template_section, ADMINISTRATORS_BY_POST),
    ("postmortems:template_section_remove", template_section, ADMINISTRATORS_BY_POST),
]
