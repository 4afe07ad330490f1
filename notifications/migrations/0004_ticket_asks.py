from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0003_minutes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="message",
            name="message_kind_known",
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("nudges", "Reminder of actions"),
                    ("digest", "Monthly digest"),
                    ("minutes", "Minutes of a monthly review"),
                    ("invitation", "Invitation"),
                    ("password_reset", "Password reset"),
                    ("review_asked", "Review asked"),
                    ("review_answered", "Review answered"),
                    ("published", "Post-mortem published"),
                    ("action_handed", "Action handed over"),
                    ("hand_over_offered", "Action offered to you"),
                    ("hand_over_answered", "Hand-over answered"),
                    ("link_used", "Settled through your mail"),
                    ("ticket_asks", "Ticket closed without being done"),
                    ("account", "About your account"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "nudges",
                            "digest",
                            "minutes",
                            "invitation",
                            "password_reset",
                            "review_asked",
                            "review_answered",
                            "published",
                            "action_handed",
                            "hand_over_offered",
                            "hand_over_answered",
                            "link_used",
                            "ticket_asks",
                            "account",
                        ],
                    )
                ),
                name="message_kind_known",
            ),
        ),
    ]
