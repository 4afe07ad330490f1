"""The doors to documents: visible to those who may see every incident they tell of."""

from django.http import Http404

from people.models import User
from postmortems.models import Postmortem, PostmortemQuerySet

NO_SUCH_POSTMORTEM = "No post-mortem of this incident."


def postmortems_visible_to(user: User) -> PostmortemQuerySet:
    """Every document this person may see, drafts included."""
    return Postmortem.objects.visible_to(user)


def postmortem_for_reader(user: User, number: int) -> Postmortem:
    """Return the document whose lead incident has this number. Hidden and missing raise the same Http404."""
    postmortem = (
        postmortems_visible_to(user)
        .select_related("lead_incident__severity", "template", "facilitator", "created_by")
        .filter(lead_incident__number=number)
        .first()
    )
    if postmortem is None:
        raise Http404(NO_SUCH_POSTMORTEM)
    return postmortem


def postmortem_for_editor(user: User, number: int) -> Postmortem:
    """Return the document to somebody who may write in it: whoever may see it (see people.permissions)."""
    return postmortem_for_reader(user, number)
