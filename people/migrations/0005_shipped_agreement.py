"""Put the shipped text of the agreement in force."""

from pathlib import Path
from typing import Any

from django.db import migrations

SHIPPED = Path(__file__).resolve().parent.parent / "agreement.md"


def put_in_force(apps: Any, _schema_editor: Any) -> None:
    apps.get_model("people", "Agreement").objects.create(body=SHIPPED.read_text())


def take_away(apps: Any, _schema_editor: Any) -> None:
    """Remove the shipped text only; what an organisation wrote itself stays."""
    apps.get_model("people", "Agreement").objects.filter(changed_by=None, body=SHIPPED.read_text()).delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0004_lower_case_addresses")]

    operations = [migrations.RunPython(put_in_force, take_away)]
