"""Templates as data: their words, and the sections a document is laid out with. Documents keep what they got."""

from django.db import transaction
from django.utils.text import slugify

from people.choices import AuditKind
from people.models import AuditEntry, User
from postmortems.models import Template, TemplateSection
from postmortems.rules import Refused


def _locked(template: Template) -> Template:
    return Template.objects.select_for_update().get(pk=template.pk)


def _note(template: Template, what: str, by: User) -> None:
    AuditEntry.objects.create(
        kind=AuditKind.SETTINGS_CHANGED, by=by, about=f"Template {template.key}"[:120], details={"what": what}
    )


@transaction.atomic
def change_template(template: Template, *, name: str, description: str, is_active: bool, by: User) -> Template:
    """Change what a template is called, and whether it is offered."""
    template = _locked(template)
    template.name, template.description, template.is_active = name, description, is_active
    template.save(update_fields=["name", "description", "is_active"])
    _note(template, "words", by)
    return template


@transaction.atomic
def save_template_section(
    section: TemplateSection, *, heading: str, guidance: str, kind: str, is_required: bool, by: User
) -> TemplateSection:
    """Change one section of a template."""
    template = _locked(section.template)
    section = TemplateSection.objects.select_for_update().get(pk=section.pk)
    section.heading, section.guidance, section.kind, section.is_required = heading, guidance, kind, is_required
    section.save(update_fields=["heading", "guidance", "kind", "is_required"])
    _note(template, f"section {section.key}", by)
    return section


@transaction.atomic
def add_template_section(
    template: Template, *, heading: str, guidance: str, kind: str, is_required: bool, by: User
) -> TemplateSection:
    """Add a section at the end."""
    template = _locked(template)
    taken = {section.key: section.position for section in template.sections.all()}
    stem = slugify(heading)[:50].strip("-") or "section"
    key = next(name for n in range(len(taken) + 1) if (name := stem if not n else f"{stem}-{n + 1}") not in taken)
    section = TemplateSection.objects.create(
        template=template,
        key=key,
        position=max(taken.values(), default=-1) + 1,
        heading=heading,
        guidance=guidance,
        kind=kind,
        is_required=is_required,
    )
    _note(template, f"section {key} added", by)
    return section


@transaction.atomic
def move_template_section(section: TemplateSection, *, up: bool, by: User) -> TemplateSection:
    """Change places with the neighbour; at the edge, a no-op."""
    template = _locked(section.template)
    rows = list(template.sections.order_by("position"))
    place = next(n for n, row in enumerate(rows) if row.pk == section.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return rows[place]
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
    _note(template, f"section {section.key} moved", by)
    return rows[other]


@transaction.atomic
def remove_template_section(section: TemplateSection, *, by: User) -> None:
    """Take a section out of the template. Documents that have it keep it."""
    template = _locked(section.template)
    if template.sections.count() == 1:
        raise Refused("A template has at least one section.")
    key = section.key
    TemplateSection.objects.filter(pk=section.pk).delete()
    _note(template, f"section {key} removed", by)
