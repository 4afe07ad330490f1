"""Asking for a review, answering it, and comments."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from incidents.wording.telling import tell_of_wording
from people.requests import SignedInRequest
from postmortems import queries
from postmortems.forms import AnswerForm, CommentForm, ReviewersForm
from postmortems.models import Postmortem
from postmortems.permissions import comment_for_editor, postmortem_for_editor
from postmortems.rules import Refused, approval_wanted, is_only_author, whose_approval_counts
from postmortems.services import (
    add_comment,
    answer_review,
    ask_for_review,
    resolve_comment,
    take_back_to_draft,
)
from web.responses import redirect_after_post, render_page


def _page(request: SignedInRequest, postmortem: Postmortem, *, status: int = 200, **forms: Any) -> HttpResponse:
    reviews = list(postmortem.reviews.select_related("reviewer", "asked_by"))
    is_open = not postmortem.is_published or postmortem.amending
    mine = next((review for review in reviews if review.reviewer_id == request.user.pk), None)
    lead = postmortem.lead_incident
    reviewed_by, name = (lead.severity.reviewed_by, lead.severity.name) if lead.severity else ("", "A near miss")
    counts = whose_approval_counts(approval_wanted(reviewed_by=reviewed_by, is_near_miss=lead.is_near_miss), name)
    alone = _who_wrote_it_alone(postmortem) if counts else None
    context = {
        "postmortem": postmortem,
        "incident": postmortem.lead_incident,
        "counts": counts,
        "wrote_alone": alone,
        "reviews": reviews,
        "mine": mine,
        "comments": list(postmortem.comments.select_related("by", "resolved_by", "section")),
        "reviewers_form": ReviewersForm(postmortem=postmortem, by=request.user),
        "answer_form": AnswerForm(auto_id="answer_%s"),
        "comment_form": CommentForm(postmortem=postmortem, auto_id="comment_%s"),
        "is_open": is_open,
        "answered_marks": queries.answered_marks(postmortem) if is_open else [],
    } | forms
    partials = ["review-list", "answer-form", "comment-list"]
    return render_page(request, "postmortems/review.html", context, partials=partials, status=status)


def _who_wrote_it_alone(postmortem: Postmortem) -> int | None:
    authors = queries.author_ids(postmortem)
    return next((author for author in authors if is_only_author(author, authors)), None)


def _back(request: SignedInRequest, number: int, anchor: str = "") -> HttpResponse:
    return redirect_after_post(request, reverse("postmortems:review", args=[number]) + anchor)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, number: int) -> HttpResponse:
    """Who has been asked and what they say; asking further people."""
    postmortem = postmortem_for_editor(request.user, number)
    if request.method != "POST":
        return _page(request, postmortem)
    form = ReviewersForm(request.POST, postmortem=postmortem, by=request.user)
    if form.is_valid():
        try:
            ask_for_review(postmortem, reviewers=list(form.cleaned_data["reviewers"]), by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "They have been asked, each by a message of their own.")
            return _back(request, number)
    return _page(request, postmortem, reviewers_form=form, status=422)


@require_POST
def answer(request: SignedInRequest, number: int) -> HttpResponse:
    """Approve, or ask for changes."""
    postmortem = postmortem_for_editor(request.user, number)
    form = AnswerForm(request.POST, auto_id="answer_%s")
    if form.is_valid():
        try:
            answer_review(postmortem, **form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error("comment", str(refused))
        else:
            messages.success(request, "Thank you. Those who wrote it hear of it.")
            return _back(request, number)
    return _page(request, postmortem, answer_form=form, status=422)


@require_POST
def comment(request: SignedInRequest, number: int) -> HttpResponse:
    """Say something about the document."""
    postmortem = postmortem_for_editor(request.user, number)
    form = CommentForm(request.POST, postmortem=postmortem, auto_id="comment_%s")
    if form.is_valid():
        add_comment(postmortem, body=form.cleaned_data["body"], section=form.cleaned_data["section"], by=request.user)
        tell_of_wording(request, [(form.cleaned_data["body"], "prose")])
        return _back(request, number, "#comments")
    return _page(request, postmortem, comment_form=form, status=422)


@require_POST
def resolve(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """Mark a comment as dealt with."""
    resolve_comment(comment_for_editor(request.user, number, pk), by=request.user)
    return _back(request, number, "#comments")


@require_POST
def back_to_draft(request: SignedInRequest, number: int) -> HttpResponse:
    """Go on writing."""
    postmortem = postmortem_for_editor(request.user, number)
    try:
        take_back_to_draft(postmortem, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect_after_post(request, reverse("postmortems:detail", args=[number]))
