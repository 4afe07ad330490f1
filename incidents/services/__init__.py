"""Every write to incidents. Each function locks the incident's row, asks the rules, and leaves a history row."""

from incidents.services.access import give_access, lift_restriction, restrict_incident, take_access
from incidents.services.administration import save_service, save_severity, save_tag, tags_named
from incidents.services.facts import (
    add_link,
    change_facts,
    change_impact,
    decide_document,
    record_incident,
    remove_link,
)
from incidents.services.timeline import (
    NewEvent,
    add_event,
    add_events,
    change_event,
    date_events,
    delete_event,
    fingerprint_of,
    move_event,
    order_timeline_by_time,
    restore_event,
    take_day_back,
)

__all__ = [
    "NewEvent",
    "add_event",
    "add_events",
    "add_link",
    "change_event",
    "change_facts",
    "change_impact",
    "date_events",
    "decide_document",
    "delete_event",
    "fingerprint_of",
    "give_access",
    "lift_restriction",
    "move_event",
    "order_timeline_by_time",
    "record_incident",
    "remove_link",
    "restore_event",
    "restrict_incident",
    "save_service",
    "save_severity",
    "save_tag",
    "tags_named",
    "take_access",
    "take_day_back",
]
