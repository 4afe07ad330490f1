"""Name the acts of the audit log that came later."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_nudges_weekly"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="auditentry",
            name="audit_kind_known",
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("first_administrator", "First administrator created"),
                    ("invited", "Invitation created"),
                    ("invitation_sent_again", "Invitation sent again"),
                    ("invitation_withdrawn", "Invitation withdrawn"),
                    ("invitation_accepted", "Invitation accepted"),
                    (
                        "link_handed_over",
                        "Sign-in link handed over by an administrator",
                    ),
                    ("password_changed", "Password changed"),
                    ("person_changed", "Person changed"),
                    ("person_deactivated", "Person deactivated"),
                    ("person_reactivated", "Person reactivated"),
                    ("team_changed", "Team changed"),
                    ("settings_changed", "Settings changed"),
                    ("agreement_changed", "Agreement changed"),
                    ("incident_restricted", "Incident restricted"),
                    ("incident_opened", "Restriction lifted"),
                    ("access_given", "Access to a restricted incident given"),
                    ("access_taken", "Access to a restricted incident taken"),
                    ("published", "Post-mortem published"),
                    ("imported", "Documents imported"),
                    ("import_undone", "Import undone"),
                ],
                max_length=40,
            ),
        ),
        migrations.AddConstraint(
            model_name="auditentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "first_administrator",
                            "invited",
                            "invitation_sent_again",
                            "invitation_withdrawn",
                            "invitation_accepted",
                            "link_handed_over",
                            "password_changed",
                            "person_changed",
                            "person_deactivated",
                            "person_reactivated",
                            "team_changed",
                            "settings_changed",
                            "agreement_changed",
                            "incident_restricted",
                            "incident_opened",
                            "access_given",
                            "access_taken",
                            "published",
                            "imported",
                            "import_undone",
                        ],
                    )
                ),
                name="audit_kind_known",
            ),
        ),
    ]
