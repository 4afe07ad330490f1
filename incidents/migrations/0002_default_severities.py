from django.db import migrations

from incidents.defaults import DEFAULT_SEVERITIES


def add_severities(apps, schema_editor):
    severity = apps.get_model("incidents", "Severity")
    if not severity.objects.exists():
        severity.objects.bulk_create([severity(**facts) for facts in DEFAULT_SEVERITIES])


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]

    operations = [migrations.RunPython(add_severities, migrations.RunPython.noop)]
