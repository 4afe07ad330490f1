"""Tell each seeded incident several times, inside the database: writing a hundred thousand in Python takes most of an hour.

The copies have the prose of what they copy, numbers of their own, and moments spread until the next one, so numbers go on
following the dates. All constraints, foreign keys and triggers are on, as for what was told first.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction

from actions.models import Action, ActionEvent
from collab.models import Room
from incidents.models import Impact, Incident, IncidentAccess, TimelineEvent
from postmortems.choices import SearchKind
from postmortems.models import Edition, Postmortem, Review, Revision, SearchRow, Section

STAGE = "told_once"
BATCH = 250

# What each table's rows belong to, in the order they are written: the number of an incident.
INCIDENT, ACTION, SECTION = "incident_id", "((action_id - 1) / 10 + 1)", "(section_id / 20)"
BELONGS_TO: dict[type[models.Model], str] = {
    Incident: "id",
    Incident.services.through: INCIDENT,
    Incident.tags.through: INCIDENT,
    Incident.teams.through: INCIDENT,
    Impact: INCIDENT,
    IncidentAccess: INCIDENT,
    TimelineEvent: INCIDENT,
    Postmortem: "id",
    Room: "split_part(name, '-', 2)::bigint",
    Section: "postmortem_id",
    Revision: SECTION,
    Review: "postmortem_id",
    Action: INCIDENT,
    ActionEvent: ACTION,
    Edition: "postmortem_id",
    SearchRow: INCIDENT,
}
NUMBERED = (Incident, Postmortem, Section, Action)


def _incident(told: str) -> str:
    return f"(({told} - 1) * %(times)s + copy + 1)"


def _action(told: str) -> str:
    return f"(({_incident(f'(({told} - 1) / 10 + 1)')} - 1) * 10 + ({told} - 1) %% 10 + 1)"


def _section(told: str) -> str:
    return f"({_incident(f'({told} / 20)')} * 20 + {told} %% 20)"


_NUMBER = f"CASE kind WHEN '{SearchKind.ACTION}' THEN {_action('object_id')} ELSE {_incident('incident_id')} END"
_NAMED: dict[tuple[type[models.Model], str], str] = {
    (Room, "name"): f"'postmortem-' || {_incident(BELONGS_TO[Room])}",
    (SearchRow, "object_id"): _NUMBER,
    (SearchRow, "number"): f"CASE kind WHEN '{SearchKind.ACTION}' THEN 'AI-' ELSE 'INC-' END || {_NUMBER}",
    (SearchRow, "facts"): f"'INC-' || {_incident('incident_id')} || substr(facts, strpos(facts, ' '))",
}
"""Columns that hold a number in another form."""


def _value(model: type[models.Model], field: "models.Field[Any, Any]") -> str:
    """Return what a copy holds in this column."""
    column = field.column
    own = {Incident: _incident, Postmortem: _incident, Action: _action, Section: _section}
    refers = {"incident_id": _incident, "lead_incident_id": _incident, "postmortem_id": _incident}
    refers |= {"action_id": _action, "section_id": _section}
    found = f'"{column}"'
    if column in {"id", "number"} and model in own:
        found = own[model](column)
    elif (model, column) in _NAMED:
        found = _NAMED[model, column]
    elif column in refers:
        found = refers[column](column)
    elif isinstance(field, models.DateTimeField):
        later = f'LEAST("{column}" + copy * %(step)s, GREATEST("{column}", %(now)s))'
        found = f'CASE WHEN "{column}" IS NOT NULL THEN {later} END'  # LEAST passes over what is missing
    return found


def _set_aside() -> None:
    """Move what was told out of the tables, found by the incident it belongs to."""
    tables = ", ".join(f'"{model._meta.db_table}"' for model in BELONGS_TO)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {STAGE}")
        for model, incident in BELONGS_TO.items():
            table = model._meta.db_table
            cursor.execute(f'CREATE UNLOGGED TABLE {STAGE}."{table}" AS TABLE "{table}"')
            cursor.execute(f'CREATE INDEX ON {STAGE}."{table}" (({incident}))')
        # Each tag is known by a use of it, so tags go with the uses, and come back without one.
        cursor.execute(f"CREATE UNLOGGED TABLE {STAGE}.tags AS SELECT id, name, slug, kind FROM incidents_tag")
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
        cursor.execute(
            f"INSERT INTO incidents_tag (id, name, slug, kind) OVERRIDING SYSTEM VALUE SELECT * FROM {STAGE}.tags"
        )


def multiply(told: int, times: int, *, step: timedelta, now: datetime, say: Any) -> None:
    """Put `times` incidents, `step` apart, in the place of each of the `told` ones."""
    _set_aside()
    for first in range(1, told + 1, BATCH):
        asked: dict[str, Any] = {"first": first, "last": first + BATCH - 1, "times": times, "step": step, "now": now}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            for model, incident in BELONGS_TO.items():
                fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.GeneratedField)]
                fields = [f for f in fields if model in NUMBERED or not f.primary_key]
                columns = ", ".join(f'"{f.column}"' for f in fields)
                values = ", ".join(_value(model, f) for f in fields)
                cursor.execute(
                    f'INSERT INTO "{model._meta.db_table}" ({columns}) SELECT {values} '
                    f'FROM {STAGE}."{model._meta.db_table}", generate_series(0, %(times)s - 1) AS copy '
                    f"WHERE {incident} BETWEEN %(first)s AND %(last)s ORDER BY {incident}, copy, id",
                    asked,
                )
        if first % (BATCH * 4) == 1:
            say(f"{(first - 1) * times} of {told * times} post-mortems written")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {STAGE} CASCADE")
