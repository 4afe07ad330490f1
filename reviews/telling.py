"""Words about actions and days that the page of a month and its paper share."""

from datetime import date

from django.utils.formats import date_format

from actions.models import Action


def planned_words(day: date | None) -> str:
    """The day something is planned for, as paper says it: it does not know how far away that is when it is read."""
    return f"planned for {date_format(day, 'j M Y')}" if day else "no date yet"


def waiting_facts(action: Action) -> tuple[str, ...]:
    """What stands beside an action that waits, on every page that others read too.

    The team, and never whose it is: nobody is listed for being late. The action's own page says whom to ask.
    """
    dates = action.date_changes
    facts = (
        str(action.team) if action.team else "no team yet",
        "" if action.owner else "nobody's yet",
        "whoever had it has left" if action.owner and not action.owner.is_active else "",
        f"{dates} earlier date{'' if dates == 1 else 's'}" if dates else "",
    )
    return tuple(fact for fact in facts if fact)
