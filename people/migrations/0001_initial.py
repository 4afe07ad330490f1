import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import people.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="mail address")),
                ("display_name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "time_zone",
                    models.CharField(default="UTC", max_length=64, validators=[people.models.validate_time_zone]),
                ),
                (
                    "working_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=people.models.monday_to_friday,
                        help_text="ISO weekdays, Monday is 1.",
                        size=None,
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="can sign in")),
                ("is_facilitator", models.BooleanField(default=False, verbose_name="facilitator")),
                ("is_leadership", models.BooleanField(default=False, verbose_name="leadership")),
                ("is_administrator", models.BooleanField(default=False, verbose_name="administrator")),
                ("agreement_read_at", models.DateTimeField(blank=True, null=True)),
                ("wants_digest", models.BooleanField(default=True, verbose_name="monthly digest by mail")),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now)),
                ("deactivated_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("display_name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="user_email_once",
                        violation_error_message="Somebody with this mail address is here already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deactivated_at__isnull", True), ("is_active", True)),
                            models.Q(("deactivated_at__isnull", False), ("is_active", False)),
                            _connector="OR",
                        ),
                        name="user_inactive_iff_dated",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField()),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-changed_at", "-pk"),
                "get_latest_by": ("changed_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams_led",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="team lead",
                    ),
                ),
                (
                    "members",
                    models.ManyToManyField(
                        related_name="teams", through="people.Membership", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="people.team"
            ),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="mail address")),
                ("display_name", models.CharField(max_length=120, verbose_name="name")),
                ("is_facilitator", models.BooleanField(default=False, verbose_name="facilitator")),
                ("is_leadership", models.BooleanField(default=False, verbose_name="leadership")),
                ("is_administrator", models.BooleanField(default=False, verbose_name="administrator")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_by_invitation",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="people.team",
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at",),
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first_administrator", "First administrator created"),
                            ("invited", "Invitation created"),
                            ("invitation_accepted", "Invitation accepted"),
                            ("link_handed_over", "Sign-in link handed over by an administrator"),
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "about",
                    models.CharField(blank=True, help_text="Public number or name, never a title.", max_length=120),
                ),
                (
                    "incident_number",
                    models.PositiveBigIntegerField(
                        blank=True, help_text="Readers of this row must be able to see that incident.", null=True
                    ),
                ),
                ("details", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "indexes": [models.Index(fields=["-at", "-id"], name="audit_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "first_administrator",
                                    "invited",
                                    "invitation_accepted",
                                    "link_handed_over",
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
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                name="team_name_once",
                violation_error_message="There is a team of this name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("team", "user"), name="membership_once"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("accepted_at__isnull", True), ("withdrawn_at__isnull", True)),
                name="invitation_one_open_per_address",
                violation_error_message="An invitation for this address is open already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", True), ("person__isnull", True)),
                    models.Q(("accepted_at__isnull", False), ("person__isnull", False)),
                    _connector="OR",
                ),
                name="invitation_accepted_iff_person",
            ),
        ),
    ]
