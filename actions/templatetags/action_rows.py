"""A row of a list of actions, written in Python: a page holds twenty-five, and their template was half of its cost."""

from collections.abc import Collection
from html import escape

from django import template
from django.utils.safestring import SafeString

from actions.models import Action
from web.addresses import address_of
from web.templatetags.web import planned, state_chip, when

register = template.Library()


@register.simple_tag
def action_row(
    action: Action, *, bare: bool = False, choosable: bool = False, changeable: Collection[int] = (), back: str = ""
) -> SafeString:
    """Write a row, used by the list and by the incident's panel.

    `bare`: without the incident. `choosable`: walked by keyboard, and, where the action is in `changeable` (primary
    keys), with its verbs and a box to choose it; `back` is where its verbs lead back to, encoded.
    """
    number, called = action.number, action.public_number
    may = choosable and action.pk in changeable
    walked = "" if not choosable else " data-triage-row" if may else " data-triage-row data-triage-read"
    box = (
        f'<input type="checkbox" class="row-choice" name="action" value="{number}" aria-label="Choose {called}">'
        if may
        else ""
    )
    facts = [state_chip(action.status), _owner(action), f"<span>{action.get_priority_display()}</span>"]
    if not bare:
        address = address_of("incidents:detail", action.incident.number)
        facts.append(f'<a href="{escape(address)}">{action.incident.public_number}</a>')
    if action.date_changes:
        facts.append(f"<span>{action.date_changes} earlier date{'' if action.date_changes == 1 else 's'}</span>")
    title = f'<a class="list-row-title"{" data-triage-title" if choosable else ""}'
    return SafeString(
        f"""<li class="list-row" id="action-row-{number}"{walked}>
  <div class="list-row-main">{box}<span class="ref">{called}</span>"""
        f"""{title} href="{escape(address_of("actions:detail", number))}">{escape(action.title)}</a></div>
  <div class="list-row-facts">{"".join(facts)}</div>
  <div class="list-row-end">{_day(action)}</div>
  {_verbs(action, back) if may and action.is_open else ""}
</li>"""
    )


def _owner(action: Action) -> str:
    """Say who owns it, where that still matters."""
    if not (action.is_open or action.is_proposal):
        return ""
    owner, words = action.owner, ""
    if owner:
        words = escape(str(owner)) + ("" if owner.is_active else ' <span class="muted">(has left)</span>')
    elif action.owner_as_written:
        words = f"“{escape(action.owner_as_written)}”, as written"
    elif action.is_open:
        words = '<span class="unknown">no owner yet</span>'
    return f"<span>{words}</span>"


def _day(action: Action) -> str:
    if action.is_open:
        return f"<span>{planned(action.due_on)}</span>"
    return f"<span>settled {when(action.settled_at, 'minute', 'date')}</span>" if action.settled_at else ""


def _verbs(action: Action, back: str) -> str:
    """Write what can be done with it at once."""
    links = [
        f'<a class="button button-small" href="{escape(address_of(f"actions:{verb}", action.number))}?next={escape(back)}"'
        f' data-triage-do="{verb}">{words}<span class="visually-hidden">: {action.public_number}</span></a>'
        for verb, words in (("complete", "Done"), ("reschedule", "New date"))
    ]
    return f'<div class="row-verbs">{"".join(links)}</div>'
