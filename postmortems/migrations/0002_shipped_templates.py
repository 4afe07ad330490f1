from django.db import migrations

from postmortems.defaults import SHIPPED_TEMPLATES


def add_templates(apps, schema_editor):
    template_model = apps.get_model("postmortems", "Template")
    section_model = apps.get_model("postmortems", "TemplateSection")
    for place, shape in enumerate(SHIPPED_TEMPLATES):
        template, created = template_model.objects.get_or_create(
            key=shape.key,
            defaults={"name": shape.name, "description": shape.description, "position": place},
        )
        if created:
            section_model.objects.bulk_create(
                section_model(
                    template=template,
                    key=section.key,
                    position=position,
                    heading=section.heading,
                    guidance=section.guidance,
                    kind=section.kind,
                    is_required=section.required,
                )
                for position, section in enumerate(shape.sections)
            )


class Migration(migrations.Migration):
    dependencies = [("postmortems", "0001_initial")]

    operations = [migrations.RunPython(add_templates, migrations.RunPython.noop)]
