import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Both ends of a link lie in the link's own document, and no factor becomes a reason for itself: whoever adds a link
# waits for the document's row, so that two people cannot close a circle together.
ONE_DOCUMENT_NO_CIRCLE = """
ALTER TABLE postmortems_factorlink ADD CONSTRAINT factor_link_effect_here
    FOREIGN KEY (postmortem_id, effect_id) REFERENCES postmortems_postmortemfactor (postmortem_id, id)
    DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE postmortems_factorlink ADD CONSTRAINT factor_link_condition_here
    FOREIGN KEY (postmortem_id, condition_id) REFERENCES postmortems_postmortemfactor (postmortem_id, id)
    DEFERRABLE INITIALLY IMMEDIATE;
CREATE FUNCTION factor_link_closes_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM postmortems_postmortem WHERE id = NEW.postmortem_id FOR NO KEY UPDATE;
    IF EXISTS (
        WITH RECURSIVE deeper (id) AS (
            SELECT NEW.condition_id
            UNION
            SELECT link.condition_id FROM postmortems_factorlink link JOIN deeper ON link.effect_id = deeper.id
            WHERE link.id <> NEW.id
        )
        SELECT 1 FROM deeper WHERE id = NEW.effect_id
    ) THEN
        RAISE EXCEPTION 'factor % would be a reason for itself', NEW.effect_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'factor_link_closes_no_circle';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER factor_link_closes_no_circle BEFORE INSERT OR UPDATE ON postmortems_factorlink
    FOR EACH ROW EXECUTE FUNCTION factor_link_closes_no_circle();
"""
LET_GO = """
DROP TRIGGER factor_link_closes_no_circle ON postmortems_factorlink;
DROP FUNCTION factor_link_closes_no_circle();
ALTER TABLE postmortems_factorlink DROP CONSTRAINT factor_link_effect_here;
ALTER TABLE postmortems_factorlink DROP CONSTRAINT factor_link_condition_here;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0010_plain_sql_may_leave_out"),
        ("incidents", "0008_title_words"),
        ("postmortems", "0007_vectors_uncompressed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Factor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300, verbose_name="condition")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("safeguard", "Safeguard missing"),
                            ("tooling", "Tooling"),
                            ("process", "Process"),
                            ("knowledge", "Knowledge"),
                            ("load", "Load"),
                            ("dependency", "Dependency"),
                            ("organisation", "Organisation"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="sort",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="FactorLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "ordering": ("effect", "condition"),
            },
        ),
        migrations.CreateModel(
            name="PostmortemFactor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("why", models.TextField(blank=True, verbose_name="why was that possible?")),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("action", "An action removes it"),
                            ("unshipped", "An earlier action would have, and never shipped"),
                            ("accepted", "We accept this"),
                        ],
                        max_length=20,
                        verbose_name="how it ends",
                    ),
                ),
                ("accepted_because", models.TextField(blank=True, verbose_name="why we accept it")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("version", models.PositiveIntegerField(default=1, help_text="Counts changes, to notice a lost race.")),
            ],
            options={
                "ordering": ("postmortem", "position"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="postmortemevent",
            name="postmortem_event_kind_known",
        ),
        migrations.AlterField(
            model_name="postmortemevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("started", "Draft started"),
                    ("review_asked", "Review asked"),
                    ("review_answered", "Review answered"),
                    ("back_to_draft", "Taken back to draft"),
                    ("published", "Published"),
                    ("amendment_started", "Amendment begun"),
                    ("amended", "Amended"),
                    ("section_restored", "Section restored"),
                    ("proposal_dropped", "Proposal dropped"),
                    ("facilitator_changed", "Facilitator changed"),
                    ("imported", "Imported"),
                    ("factor_added", "Factor added"),
                    ("factor_changed", "Factor changed"),
                    ("factor_removed", "Factor removed"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="postmortemevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "started",
                            "review_asked",
                            "review_answered",
                            "back_to_draft",
                            "published",
                            "amendment_started",
                            "amended",
                            "section_restored",
                            "proposal_dropped",
                            "facilitator_changed",
                            "imported",
                            "factor_added",
                            "factor_changed",
                            "factor_removed",
                        ],
                    )
                ),
                name="postmortem_event_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="factor",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="factorlink",
            name="postmortem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="factor_links", to="postmortems.postmortem"
            ),
        ),
        migrations.AddField(
            model_name="postmortemfactor",
            name="action",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="factors_ended",
                to="actions.action",
            ),
        ),
        migrations.AddField(
            model_name="postmortemfactor",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="postmortemfactor",
            name="evidence",
            field=models.ManyToManyField(blank=True, related_name="evidence_of", to="incidents.timelineevent"),
        ),
        migrations.AddField(
            model_name="postmortemfactor",
            name="factor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="places", to="postmortems.factor"
            ),
        ),
        migrations.AddField(
            model_name="postmortemfactor",
            name="postmortem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="factors", to="postmortems.postmortem"
            ),
        ),
        migrations.AddField(
            model_name="factorlink",
            name="condition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="makes_possible",
                to="postmortems.postmortemfactor",
            ),
        ),
        migrations.AddField(
            model_name="factorlink",
            name="effect",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="made_possible_by",
                to="postmortems.postmortemfactor",
            ),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="factor_said"),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        ["safeguard", "tooling", "process", "knowledge", "load", "dependency", "organisation", "other"],
                    )
                ),
                name="factor_category_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="postmortemfactor",
            constraint=models.UniqueConstraint(fields=("postmortem", "factor"), name="postmortem_factor_once"),
        ),
        migrations.AddConstraint(
            model_name="postmortemfactor",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("postmortem", "position"),
                name="postmortem_factor_position_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="postmortemfactor",
            constraint=models.UniqueConstraint(fields=("postmortem", "id"), name="postmortem_factor_with_document"),
        ),
        migrations.AddConstraint(
            model_name="postmortemfactor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_because", ""), ("action__isnull", True), ("ending", "")),
                    models.Q(
                        ("accepted_because", ""), ("action__isnull", False), ("ending__in", ["action", "unshipped"])
                    ),
                    models.Q(
                        ("action__isnull", True),
                        ("ending", "accepted"),
                        models.Q(("accepted_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="postmortem_factor_ending_whole",
                violation_error_message="An ending is an action, or a written “we accept this”.",
            ),
        ),
        migrations.AddConstraint(
            model_name="factorlink",
            constraint=models.UniqueConstraint(fields=("effect", "condition"), name="factor_link_once"),
        ),
        migrations.AddConstraint(
            model_name="factorlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("effect", models.F("condition")), _negated=True), name="factor_link_to_another"
            ),
        ),
        migrations.AddIndex(
            model_name="factor",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("text", config="english"), name="factor_words"
            ),
        ),
        migrations.RunSQL(ONE_DOCUMENT_NO_CIRCLE, reverse_sql=LET_GO),
    ]
