"""The doors to incidents. What hangs on an incident is reached through these, or through doors that ask them."""

from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from incidents.models import Incident, IncidentQuerySet, Tag
from incidents.repeats.models import Repeat
from incidents.touched import TouchedTag
from incidents.wording.models import LensAnswer, LensWord
from people.models import User
from web.statements import Kept

NO_SUCH_INCIDENT = "No incident of this number."


def incidents_visible_to(user: User) -> IncidentQuerySet:
    """Every incident this person may see."""
    return Incident.objects.visible_to(user)


def incident_for_reader(user: User, number: int) -> Incident:
    """Return the incident, one query. A hidden and a missing one raise the same Http404."""
    incident = Kept(_of_number, values=(user, number)).first()
    if incident is None:
        raise Http404(NO_SUCH_INCIDENT)
    return incident


def _of_number(user: User, number: int) -> IncidentQuerySet:
    return incidents_visible_to(user).select_related("severity").filter(number=number)


def incident_for_editor(user: User, number: int) -> Incident:
    """Return the incident to somebody who may change it: whoever may see it (see people.permissions)."""
    return incident_for_reader(user, number)


def can_see_incident(user: User, incident_id: int) -> bool:
    """Whether the person may see the incident with this primary key, one query."""
    return incidents_visible_to(user).filter(pk=incident_id).exists()


def repeat_for_editor(user: User, number: int, pk: int) -> Repeat:
    """Return a standing repeat, reached from either incident, to somebody who may see and change both."""
    repeats = Repeat.objects.standing().visible_to(user).select_related("incident", "of")
    repeat = repeats.filter(Q(incident__number=number) | Q(of__number=number), pk=pk).first()
    if repeat is None:
        raise Http404("No such repeat.")
    return repeat


def tags_visible_to(user: User) -> QuerySet[Tag]:
    """Tags that say nothing about a hidden incident: used on one this person sees, or on none at all.

    Nearly every tag is on an incident that everybody may see, and the database keeps one such use beside it: a foreign
    key lets go of it where the use goes or becomes restricted. For the others one look into an index tells. It is asked
    for as a value, since of a mere "is there any" Postgres would gather every tag of every incident.
    """
    tagged = TouchedTag.objects.filter(tag=OuterRef("pk"))
    open_to_all = Subquery(tagged.filter(is_restricted=False).values(known=Value(value=True))[:1])
    seen = incidents_visible_to(user).filter(tags=OuterRef("pk"))
    known = Coalesce(open_to_all, Value(value=False), output_field=BooleanField())
    return Tag.objects.filter(Q(known_row__isnull=False) | Q(known) | Exists(seen) | ~Exists(tagged))


def numbers_visible_to(user: User) -> "QuerySet[Incident, Any]":
    """The numbers of the incidents this person may see, as a subquery; the audit log asks."""
    return incidents_visible_to(user).order_by().values("number")


def incident_ids_hidden_from(user: User) -> tuple[int, ...]:
    """Primary keys of the few incidents this person may not see: what sums and kept facts leave out."""
    return tuple(Incident.objects.hidden_from(user).order_by("pk").values_list("pk", flat=True))


def restricted_incident_ids() -> tuple[int, ...]:
    """Primary keys of every restricted incident: what no mail tells of, whoever receives it."""
    return tuple(Incident.objects.filter(is_restricted=True).order_by("pk").values_list("pk", flat=True))


def lens_answer_for_editor(user: User, number: int, pk: int) -> LensAnswer:
    """Return an answer to a finding to somebody who may take it back: whoever may write on the incident."""
    incident = incident_for_editor(user, number)
    answer = LensAnswer.objects.select_related("incident").filter(incident=incident, pk=pk).first()
    if answer is None:
        raise Http404("No such answer.")
    return answer


def lens_word_for_administrator(pk: int) -> LensWord:
    """Return a word of the organisation's; who comes here has passed people.permissions.administrators_only."""
    word = LensWord.objects.filter(pk=pk).first()
    if word is None:
        raise Http404("No such word.")
    return word
