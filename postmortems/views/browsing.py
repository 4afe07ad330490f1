"""Reading documents: the list, one of them, its editions, its history."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from actions.models import Action
from incidents.panels import load_panel
from incidents.queries import filter_choices
from people.models import User
from people.requests import SignedInRequest
from postmortems import comparing, queries
from postmortems.beside import load_beside
from postmortems.document import build_content, grouped_sections
from postmortems.forms import FilterForm
from postmortems.models import Postmortem, Section
from postmortems.permissions import edition_for_reader, postmortem_for_reader
from postmortems.rules import gate_met, publish_advice, publish_blockers
from web.pagination import page_of
from web.responses import render_page
from web.tidy_addresses import address_without_empty

JUST_PUBLISHED = "published"
"""The parameter with which who has just published comes to the document, to be shown what follows."""


@require_safe
@address_without_empty
def list_(request: SignedInRequest) -> HttpResponse:
    """Documents the person may see, last touched first; 4 queries."""
    form = FilterForm(request.GET, choices=filter_choices(request.user, ("services", "teams")))
    wanted = form.wanted()
    page = page_of(queries.postmortems_to_list(request.user, wanted), request.GET, order=queries.LIST_ORDER)
    context = {"form": form, "is_filtered": bool(wanted), "page": page}
    return render_page(request, "postmortems/list.html", context, partials=["postmortem-list"])


@require_safe
def detail(request: SignedInRequest, number: int) -> HttpResponse:
    """One document: the draft, or the latest edition of what is published; 12 queries."""
    postmortem = postmortem_for_reader(request.user, number)
    if postmortem.is_published:
        context = published_context(postmortem, request.user)
        if JUST_PUBLISHED in request.GET:
            context |= what_next(postmortem, request.user, context["actions"])
        return render_page(request, "postmortems/published.html", context)
    return render_page(request, "postmortems/detail.html", draft_context(postmortem))


def draft_context(postmortem: Postmortem) -> dict[str, Any]:
    """Load the document as it stands, with what its gate says; nine queries."""
    document = queries.load_document(postmortem)
    facts = queries.gate_facts(document)
    content = build_content(document)
    open_comments = [comment for comment in document.comments if comment.resolved_at is None]
    return {
        "postmortem": postmortem,
        "incident": document.lead,
        "content": content,
        "groups": grouped_sections(content["sections"]),
        "outline": [_outlined(section, content) for section in content["sections"]],
        "reviews": document.reviews,
        "open_comments": open_comments,
        "blockers": publish_blockers(facts),
        "advice": publish_advice(facts),
        "met": gate_met(facts),
        "answered_marks": facts.answered,
        "editable": True,
    }


def _outlined(section: dict[str, Any], content: dict[str, Any]) -> dict[str, str]:
    """Return a line of the outline. A section is written by its text, or by the incident's facts it shows."""
    told = {
        "timeline": any(timeline["events"] for timeline in content["timelines"]),
        "impact": any(fact["value"] for fact in content["impact"]),
        "actions": bool(content["actions"]),
        "factors": bool(content.get("factors")),
    }
    state = "done" if section["body"].strip() or told.get(section["kind"]) else "empty"
    return {"href": f"#section-{section['key']}", "title": section["heading"], "state": state}


def published_context(postmortem: Postmortem, user: User) -> dict[str, Any]:
    """Load the latest edition, what became of its actions, and what stands beside it; five queries and the places'."""
    edition = queries.latest_edition(postmortem)
    return {
        "postmortem": postmortem,
        "incident": postmortem.lead_incident,
        "edition": edition,
        "editions": queries.editions_of(postmortem),
        "outline": [_outlined(section, edition.content) for section in edition.content["sections"]] if edition else [],
        "actions": queries.actions_today(postmortem),
        "open_comments": queries.open_comments(postmortem),
        "places": load_beside(user, postmortem),
    }


def what_next(postmortem: Postmortem, user: User, actions: Sequence[Action]) -> dict[str, Any]:
    """Say what follows a publication: proposals to commit to, and a lesson where none is told yet; the panel's queries."""
    lessons = load_panel("lessons", user, postmortem.lead_incident)
    return {
        "proposals": [action for action in actions if action.is_proposal],
        "no_lesson_yet": lessons is not None and not lessons.context.get("lessons"),
    }


@require_safe
def edition(request: SignedInRequest, number: int, edition: int) -> HttpResponse:
    """One frozen edition, or with `?against=` what it changed from another one."""
    found = edition_for_reader(request.user, number, edition)
    against = request.GET.get("against", "")
    other = edition_for_reader(request.user, number, int(against)) if against.isdecimal() else None
    context = {
        "postmortem": found.postmortem,
        "incident": found.postmortem.lead_incident,
        "edition": found,
        "editions": queries.editions_of(found.postmortem),
        "other": other,
        "parts": comparing.shortened(comparing.parts_between(other.text, found.text)) if other else [],
    }
    return render_page(request, "postmortems/edition.html", context)


@require_safe
def history(request: SignedInRequest, number: int) -> HttpResponse:
    """Who left which section how, and with `?section=&from=&to=` what lies between two versions."""
    postmortem = postmortem_for_reader(request.user, number)
    context = {
        "postmortem": postmortem,
        "incident": postmortem.lead_incident,
        "revisions": queries.revisions_of(postmortem),
        "events": queries.events_of(postmortem),
        **_comparison(postmortem, request),
    }
    return render_page(request, "postmortems/history.html", context, partials=["comparison"])


def _comparison(postmortem: Postmortem, request: SignedInRequest) -> dict[str, Any]:
    section: Section | None = postmortem.sections.filter(key=request.GET.get("section", "")).first()
    if section is None:
        return {}
    versions = [
        *section.revisions.select_related("by").defer("body").order_by("-version"),
    ]
    to = _number(request.GET.get("to"), versions[0].version if versions else 1)
    before = next((revision.version for revision in versions if revision.version < to), 1)
    since = _number(request.GET.get("from"), before)
    old, new = (queries.text_of_version(section, version) for version in (since, to))
    found = old is not None and new is not None
    return {
        "section": section,
        "versions": versions,
        "since": since,
        "to": to,
        "found": found,
        "parts": comparing.shortened(comparing.parts_between(old or "", new or "")) if found else [],
    }


def _number(words: str | None, otherwise: int) -> int:
    return int(words) if words and words.isdecimal() and len(words) < 10 else otherwise
