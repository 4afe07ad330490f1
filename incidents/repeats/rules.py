"""What must hold before one incident is called a repeat of another. Pure."""

from incidents.models import Incident
from incidents.repeats.models import Repeat
from incidents.rules import Blocker


def repeat_blockers(incident: Incident, of: Incident) -> list[Blocker]:
    """Say why `incident` cannot be a repeat of `of`: it is the same one, or `of` came later."""
    if incident.pk == of.pk:
        return [Blocker("itself", "An incident cannot be a repeat of itself. Which earlier one do you mean?")]
    if of.happened_at > incident.happened_at:
        later = f"{of.public_number} happened later. If it is the same again, confirm it on the page of that one."
        return [Blocker("later", later)]
    return []


def withdraw_blockers(repeat: Repeat, *, because: str) -> list[Blocker]:
    """Say why it cannot be withdrawn: it is already, or nobody said why."""
    if not repeat.is_standing:
        return [Blocker("withdrawn", "This was withdrawn already.")]
    if not because.strip():
        return [Blocker("no_word", "Say in a word why it is not a repeat.")]
    return []
