"""Documents for tests, made the way people make them: through the services."""

from typing import Any

from incidents.models import Incident
from people.models import User
from postmortems.choices import ReviewAnswer
from postmortems.models import Postmortem, Review, Section, Template
from postmortems.services import answer_review, ask_for_review, publish_postmortem, save_section, start_postmortem
from tests.factories import make_incident, make_user


def make_postmortem(
    incident: Incident | None = None, *, template: str = "five-sections", by: User | None = None, **facts: Any
) -> Postmortem:
    """A fresh draft."""
    by = by or make_user()
    incident = incident or make_incident(severity=2, by=by)
    return start_postmortem(incident, template=Template.objects.get(key=template), by=by, **facts)


def write(postmortem: Postmortem, key: str, text: str, *, by: User | None = None, **facts: Any) -> Section:
    """Put a text into a section, as a form opened just now would."""
    section = postmortem.sections.get(key=key)
    return save_section(
        section, submitted=text, base_version=section.version, by=by or postmortem.created_by, **facts
    ).section


def fill(postmortem: Postmortem) -> None:
    """Write something into every required section."""
    for section in postmortem.sections.filter(is_required=True):
        if not section.body:
            write(postmortem, section.key, f"What there is to say on {section.key}.")


def approve(postmortem: Postmortem, *, by: User | None = None) -> Review:
    """Have a second person approve."""
    by = by or make_user()
    ask_for_review(postmortem, reviewers=[by], by=postmortem.created_by)
    return answer_review(postmortem, answer=ReviewAnswer.APPROVED, by=by)


def make_ready(**facts: Any) -> Postmortem:
    """A document that nothing keeps from being published, of an incident of severity 2."""
    postmortem = make_postmortem(**facts)
    fill(postmortem)
    approve(postmortem)
    postmortem.refresh_from_db()
    return postmortem


def make_published(**facts: Any) -> Postmortem:
    """A document with one edition."""
    postmortem = make_ready(**facts)
    return publish_postmortem(postmortem, by=postmortem.created_by)
