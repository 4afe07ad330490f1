"""One view for each address, under the address's name."""

from incidents.views.access import access, lift_restriction, restrict, take_access
from incidents.views.administration import (
    service_add,
    service_edit,
    services,
    severities,
    severity_edit,
    tag_add,
    tag_edit,
    tags,
)
from incidents.views.browse import detail, history, list_, record
from incidents.views.facts import decide, facts, impact, link_add, link_remove, times
from incidents.views.lens_pages import (
    lens_guide,
    lens_rule,
    lens_rule_edit,
    lens_settings,
    lens_word_add,
    lens_word_remove,
)
from incidents.views.repeats import repeat_confirm, repeat_withdraw
from incidents.views.timeline import (
    day_take_back,
    event_add,
    event_day,
    event_delete,
    event_edit,
    event_move,
    event_restore,
    timeline_order,
    timeline_paste,
)
from incidents.views.wording import lens_answer, lens_look, lens_take_back

__all__ = [
    "access",
    "day_take_back",
    "decide",
    "detail",
    "event_add",
    "event_day",
    "event_delete",
    "event_edit",
    "event_move",
    "event_restore",
    "facts",
    "history",
    "impact",
    "lens_answer",
    "lens_guide",
    "lens_look",
    "lens_rule",
    "lens_rule_edit",
    "lens_settings",
    "lens_take_back",
    "lens_word_add",
    "lens_word_remove",
    "lift_restriction",
    "link_add",
    "link_remove",
    "list_",
    "record",
    "repeat_confirm",
    "repeat_withdraw",
    "restrict",
    "service_add",
    "service_edit",
    "services",
    "severities",
    "severity_edit",
    "tag_add",
    "tag_edit",
    "tags",
    "take_access",
    "timeline_order",
    "timeline_paste",
    "times",
]
