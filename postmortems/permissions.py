"""The doors to documents: visible to those who may see every incident they tell of."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from people.models import User
from postmortems.factors.models import Factor, PostmortemFactor
from postmortems.models import (
    Edition,
    ImportBatch,
    Postmortem,
    PostmortemQuerySet,
    ReviewComment,
    Revision,
    Section,
    Template,
    TemplateSection,
)
from web.statements import Kept

NO_SUCH_POSTMORTEM = "No post-mortem of this incident."


def postmortems_visible_to(user: User) -> PostmortemQuerySet:
    """Every document this person may see, drafts included."""
    return Postmortem.objects.visible_to(user)


def postmortem_for_reader(user: User, number: int) -> Postmortem:
    """Return the document whose lead incident has this number. Hidden and missing raise the same Http404."""
    postmortem = Kept(_of_number, values=(user, number)).first()
    if postmortem is None:
        raise Http404(NO_SUCH_POSTMORTEM)
    return postmortem


def _of_number(user: User, number: int) -> PostmortemQuerySet:
    along = ("lead_incident__severity", "template", "facilitator", "created_by")
    return postmortems_visible_to(user).select_related(*along).filter(lead_incident__number=number).order_by()


def postmortem_for_editor(user: User, number: int) -> Postmortem:
    """Return the document to somebody who may write in it: whoever may see it (see people.permissions)."""
    return postmortem_for_reader(user, number)


def section_for_editor(user: User, number: int, key: str) -> Section:
    """Return one section to somebody who may write in it."""
    postmortem = postmortem_for_editor(user, number)
    section = postmortem.sections.filter(key=key).first()
    if section is None:
        raise Http404(NO_SUCH_POSTMORTEM)
    section.postmortem = postmortem
    return section


def revision_for_editor(user: User, number: int, pk: int) -> Revision:
    """Return one revision to somebody who may bring it back."""
    postmortem = postmortem_for_editor(user, number)
    revision = Revision.objects.select_related("section").filter(section__postmortem=postmortem, pk=pk).first()
    if revision is None:
        raise Http404(NO_SUCH_POSTMORTEM)
    return revision


def factor_for_editor(user: User, number: int, pk: int) -> PostmortemFactor:
    """Return a factor's place in a document to somebody who may write in it."""
    postmortem = postmortem_for_editor(user, number)
    place = PostmortemFactor.objects.select_related("factor", "action").filter(postmortem=postmortem, pk=pk).first()
    if place is None:
        raise Http404(NO_SUCH_POSTMORTEM)
    place.postmortem = postmortem
    return place


def factor_to_reuse(user: User, pk: int) -> Factor:
    """Return a condition to somebody who may say that it held in another document too: one that all may read."""
    factor = Factor.objects.open_to_all().visible_to(user).filter(pk=pk).first()
    if factor is None:
        raise Http404("No such condition.")
    return factor


def comment_for_editor(user: User, number: int, pk: int) -> ReviewComment:
    """Return one comment to somebody who may resolve it."""
    comment = postmortem_for_editor(user, number).comments.filter(pk=pk).first()
    if comment is None:
        raise Http404(NO_SUCH_POSTMORTEM)
    return comment


def edition_for_reader(user: User, number: int, edition: int) -> Edition:
    """Return one edition to somebody who may read the document."""
    postmortem = postmortem_for_reader(user, number)
    found = postmortem.editions.filter(number=edition).first()
    if found is None:
        raise Http404(NO_SUCH_POSTMORTEM)
    found.postmortem = postmortem
    return found


def template_for_administrator(key: str) -> Template:
    """Return a template; who comes here has passed people.permissions.administrators_only."""
    template = Template.objects.filter(key=key).first()
    if template is None:
        raise Http404("No template of this key.")
    return template


def template_section_for_administrator(key: str, pk: int) -> TemplateSection:
    """Return one section of a template; as above."""
    section = TemplateSection.objects.select_related("template").filter(template__key=key, pk=pk).first()
    if section is None:
        raise Http404("No such section of this template.")
    return section


IMPORTING = "importing"
"""Why a page is refused, for 403.html."""


def may_import(user: User) -> bool:
    """Whether somebody may bring documents in. They come in published, so not everybody may."""
    return user.is_facilitator or user.is_administrator


def imports_of(user: User) -> QuerySet[ImportBatch]:
    """What this person brought. Raises PermissionDenied to those who may not import."""
    if not may_import(user):
        raise PermissionDenied(IMPORTING)
    return ImportBatch.objects.filter(created_by=user)


def import_for_editor(user: User, pk: int) -> ImportBatch:
    """Return one of them. Somebody else's and a missing one raise the same Http404."""
    batch = imports_of(user).filter(pk=pk).first()
    if batch is None:
        raise Http404("No such import.")
    return batch
