import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# A published document's incident is gated (see the first migration of actions), and an edition is
# frozen: never updated, and deleted only while an import is being undone.
FREEZE_AND_GATE = """
ALTER TABLE postmortems_postmortem ADD CONSTRAINT postmortem_follows_gate
    FOREIGN KEY (lead_incident_id, gated) REFERENCES incidents_incident (id, actions_gated)
    ON UPDATE CASCADE;
CREATE FUNCTION edition_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('second_story.undoing_import', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'edition % is frozen', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_is_frozen';
END $$;
CREATE TRIGGER edition_is_frozen BEFORE UPDATE OR DELETE ON postmortems_edition
    FOR EACH ROW EXECUTE FUNCTION edition_is_frozen();
"""
THAW_AND_LET_GO = """
DROP TRIGGER edition_is_frozen ON postmortems_edition;
DROP FUNCTION edition_is_frozen();
ALTER TABLE postmortems_postmortem DROP CONSTRAINT postmortem_follows_gate;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("incidents", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Postmortem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "gated",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="A copy of the lead incident's gate, kept equal by a foreign key.",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Drafting"), ("in_review", "In review"), ("published", "Published")],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("is_imported", models.BooleanField(default=False, editable=False)),
                ("source_name", models.CharField(blank=True, help_text="Where an import came from.", max_length=300)),
                (
                    "source_digest",
                    models.CharField(blank=True, help_text="SHA-256 of the imported file.", max_length=64),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("review_asked_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "amending",
                    models.BooleanField(default=False, help_text="Published, with changes that no edition holds yet."),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "facilitator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postmortems_facilitated",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postmortem", to="incidents.incident"
                    ),
                ),
            ],
            options={
                "ordering": ("-changed_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="PostmortemIncident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="told_in", to="incidents.incident"
                    ),
                ),
                (
                    "postmortem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="also", to="postmortems.postmortem"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="postmortem",
            name="also_about",
            field=models.ManyToManyField(
                related_name="postmortems_also", through="postmortems.PostmortemIncident", to="incidents.incident"
            ),
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "answer",
                    models.CharField(
                        choices=[("asked", "Asked"), ("approved", "Approved"), ("changes", "Asks for changes")],
                        default="asked",
                        max_length=20,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "postmortem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="postmortems.postmortem"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("asked_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("incident", "Incident"), ("postmortem", "Post-mortem"), ("action", "Action")],
                        max_length=20,
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("number", models.CharField(max_length=30)),
                ("title", models.CharField(max_length=300)),
                ("facts", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField(help_text="When it happened; newest first among equals.")),
                ("severity_level", models.PositiveSmallIntegerField(null=True)),
                ("incident_kind", models.CharField(max_length=20)),
                (
                    "service_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "tag_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "team_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "also_incident_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        help_text="Readers must be able to see these too.",
                        size=None,
                    ),
                ),
                (
                    "title_vector",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector("number", "title", config="english"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "vector",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.SearchVector(
                                    "number", "title", config="english", weight="A"
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector("facts", config="english", weight="B"),
                                django.contrib.postgres.search.SearchConfig("english"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector("text", config="english", weight="C"),
                            django.contrib.postgres.search.SearchConfig("english"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="search_rows", to="incidents.incident"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60)),
                ("position", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(max_length=300)),
                ("guidance", models.TextField(blank=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prose", "Prose"),
                            ("impact", "Impact, from the incident's facts"),
                            ("timeline", "Timeline, from the incident's entries"),
                            ("factors", "Contributing factors"),
                            ("actions", "Actions, from the incident"),
                            ("column", "One of three columns"),
                        ],
                        default="prose",
                        max_length=20,
                    ),
                ),
                ("is_required", models.BooleanField(default=False)),
                ("body", models.TextField(blank=True)),
                ("body_html", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "postmortem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="postmortems.postmortem",
                    ),
                ),
            ],
            options={
                "ordering": ("postmortem", "position"),
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("body", models.TextField(blank=True)),
                (
                    "state",
                    models.BinaryField(
                        help_text="The shared document's state at that moment, which a later form forks."
                    ),
                ),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="postmortems.section"
                    ),
                ),
            ],
            options={
                "ordering": ("section", "-version"),
            },
        ),
        migrations.CreateModel(
            name="ReviewComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("body", models.TextField()),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "postmortem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="postmortems.postmortem",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="postmortems.section",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("description", models.CharField(blank=True, max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("position", "name"),
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("name"), name="template_name_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="postmortem",
            name="template",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="postmortems",
                to="postmortems.template",
            ),
        ),
        migrations.CreateModel(
            name="TemplateSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60)),
                ("position", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(max_length=160)),
                ("guidance", models.TextField(blank=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prose", "Prose"),
                            ("impact", "Impact, from the incident's facts"),
                            ("timeline", "Timeline, from the incident's entries"),
                            ("factors", "Contributing factors"),
                            ("actions", "Actions, from the incident"),
                            ("column", "One of three columns"),
                        ],
                        default="prose",
                        max_length=20,
                    ),
                ),
                ("is_required", models.BooleanField(default=False, verbose_name="required to publish")),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="postmortems.template"
                    ),
                ),
            ],
            options={
                "ordering": ("template", "position"),
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("content", models.JSONField(help_text="Facts, timeline, sections and actions as they were.")),
                ("html", models.TextField()),
                ("text", models.TextField(help_text="The words of the document, for search and comparison.")),
                ("note", models.CharField(blank=True, help_text="What an amendment changed.", max_length=300)),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "postmortem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="postmortems.postmortem",
                    ),
                ),
            ],
            options={
                "ordering": ("postmortem", "-number"),
                "constraints": [models.UniqueConstraint(fields=("postmortem", "number"), name="edition_number_once")],
            },
        ),
        migrations.CreateModel(
            name="PostmortemEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("started", "Draft started"),
                            ("review_asked", "Review asked"),
                            ("review_answered", "Review answered"),
                            ("back_to_draft", "Taken back to draft"),
                            ("published", "Published"),
                            ("amended", "Amended"),
                            ("section_restored", "Section restored"),
                            ("proposal_dropped", "Proposal dropped"),
                            ("facilitator_changed", "Facilitator changed"),
                            ("imported", "Imported"),
                        ],
                        max_length=30,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                (
                    "postmortem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="postmortems.postmortem"
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "started",
                                    "review_asked",
                                    "review_answered",
                                    "back_to_draft",
                                    "published",
                                    "amended",
                                    "section_restored",
                                    "proposal_dropped",
                                    "facilitator_changed",
                                    "imported",
                                ],
                            )
                        ),
                        name="postmortem_event_kind_known",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="postmortemincident",
            constraint=models.UniqueConstraint(fields=("postmortem", "incident"), name="postmortem_incident_once"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(fields=("postmortem", "reviewer"), name="review_once_per_person"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["asked", "approved", "changes"])), name="review_answer_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "asked"), ("answered_at__isnull", True)),
                    models.Q(models.Q(("answer", "asked"), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="review_answered_iff_dated",
            ),
        ),
        migrations.AddIndex(
            model_name="searchrow",
            index=django.contrib.postgres.indexes.GinIndex(fields=["vector"], name="search_row_vector"),
        ),
        migrations.AddIndex(
            model_name="searchrow",
            index=django.contrib.postgres.indexes.GinIndex(fields=["title_vector"], name="search_row_title_vector"),
        ),
        migrations.AddIndex(
            model_name="searchrow",
            index=models.Index(fields=["-at", "-id"], name="search_row_newest"),
        ),
        migrations.AddConstraint(
            model_name="searchrow",
            constraint=models.UniqueConstraint(fields=("kind", "object_id"), name="search_row_once"),
        ),
        migrations.AddConstraint(
            model_name="searchrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["incident", "postmortem", "action"])), name="search_row_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.UniqueConstraint(fields=("postmortem", "key"), name="section_key_once"),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("postmortem", "position"),
                name="section_position_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["prose", "impact", "timeline", "factors", "actions", "column"])),
                name="section_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(fields=("section", "version"), name="revision_version_once"),
        ),
        migrations.AddConstraint(
            model_name="reviewcomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("body", ""), _negated=True), name="review_comment_said"
            ),
        ),
        migrations.AddIndex(
            model_name="postmortem",
            index=models.Index(fields=["-changed_at", "-id"], name="postmortem_last_touched"),
        ),
        migrations.AddIndex(
            model_name="postmortem",
            index=models.Index(fields=["status", "-published_at", "-id"], name="postmortem_by_publication"),
        ),
        migrations.AddConstraint(
            model_name="postmortem",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "in_review", "published"])), name="postmortem_status_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="postmortem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", False), ("status", "published")),
                    models.Q(models.Q(("status", "published"), _negated=True), ("published_at__isnull", True)),
                    _connector="OR",
                ),
                name="postmortem_published_iff_dated",
                violation_error_message="A published post-mortem has a publication date; a draft has none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="postmortem",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("status", "published"), _negated=True), ("gated", True), _connector="OR"),
                name="postmortem_published_is_gated",
                violation_error_message="Publishing closes the gate on the incident's actions.",
            ),
        ),
        migrations.AddConstraint(
            model_name="postmortem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_digest", ""), _negated=True),
                fields=("source_digest",),
                name="postmortem_imported_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="templatesection",
            constraint=models.UniqueConstraint(fields=("template", "key"), name="template_section_key_once"),
        ),
        migrations.AddConstraint(
            model_name="templatesection",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("template", "position"),
                name="template_section_position_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="templatesection",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["prose", "impact", "timeline", "factors", "actions", "column"])),
                name="template_section_kind_known",
            ),
        ),
        migrations.RunSQL(FREEZE_AND_GATE, reverse_sql=THAW_AND_LET_GO),
    ]
