from django.db import migrations, models

KINDS = [
    ("unknown", "Not known yet"),
    ("availability", "Availability"),
    ("degradation", "Degradation"),
    ("security", "Security"),
    ("data_loss", "Data loss"),
    ("data_quality", "Data quality"),
    ("near_miss", "Near miss"),
    ("other", "Other"),
]


class Migration(migrations.Migration):
    dependencies = [("incidents", "0005_lens_answers")]

    operations = [
        migrations.AlterField(
            model_name="incident",
            name="kind",
            field=models.CharField(choices=KINDS, default="unknown", max_length=20),
        ),
        migrations.RemoveConstraint(model_name="incident", name="incident_kind_known"),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                name="incident_kind_known",
                condition=models.Q(("kind__in", [kind for kind, _ in KINDS])),
            ),
        ),
    ]
