"""Every write of the documents, by what it is about."""

from postmortems.services.drafting import (
    NewSection,
    Saved,
    lay_sections,
    restore_revision,
    save_section,
    set_facilitator,
    start_postmortem,
)
from postmortems.services.publishing import freeze_edition, publish_amendment, publish_postmortem, start_amendment
from postmortems.services.reviewing import (
    add_comment,
    answer_review,
    ask_for_review,
    resolve_comment,
    take_back_to_draft,
)
from postmortems.services.shaping import (
    add_template_section,
    change_template,
    move_template_section,
    remove_template_section,
    save_template_section,
)

__all__ = [
    "NewSection",
    "Saved",
    "add_comment",
    "add_template_section",
    "answer_review",
    "ask_for_review",
    "change_template",
    "freeze_edition",
    "lay_sections",
    "move_template_section",
    "publish_amendment",
    "publish_postmortem",
    "remove_template_section",
    "resolve_comment",
    "restore_revision",
    "save_section",
    "save_template_section",
    "set_facilitator",
    "start_amendment",
    "start_postmortem",
    "take_back_to_draft",
]
