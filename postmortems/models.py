"""Templates, documents, their sections and revisions, reviews, frozen editions, and search rows."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from incidents.models import Incident
from people.models import User, validate_time_zone
from postmortems.choices import (
    ImportState,
    PostmortemEventKind,
    PostmortemStatus,
    ReviewAnswer,
    SearchKind,
    SectionKind,
)
from web.addresses import address_of


class Template(models.Model):
    """A shape for documents: sections phrased as questions. Data that administrators edit."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = (models.UniqueConstraint(Lower("name"), name="template_name_once"),)
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class TemplateSection(models.Model):
    """One section of a template, with the guidance shown while it is written."""

    template = models.ForeignKey(Template, models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=160)
    guidance = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=SectionKind, default=SectionKind.PROSE)
    is_required = models.BooleanField("required to publish", default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["template", "key"], name="template_section_key_once"),
            models.UniqueConstraint(
                fields=["template", "position"],
                name="template_section_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(name="template_section_kind_known", condition=Q(kind__in=SectionKind.values)),
        )
        ordering = ("template", "position")

    def __str__(self) -> str:
        return self.heading


class PostmortemQuerySet(models.QuerySet["Postmortem"]):
    """Named selections of post-mortems."""

    def visible_to(self, user: User) -> Self:
        """Documents all of whose incidents this person may see."""
        hidden = Incident.objects.hidden_from(user)
        told = PostmortemIncident.objects.filter(postmortem=models.OuterRef("pk"), incident__in=hidden)
        lead = hidden.filter(pk=models.OuterRef("lead_incident"))
        return self.filter(~models.Exists(lead), ~models.Exists(told))

    def published(self) -> Self:
        """Those with an edition to read."""
        return self.filter(status=PostmortemStatus.PUBLISHED)

    def written_here(self) -> Self:
        """Those that were not imported: the ones measures of writing may count."""
        return self.filter(is_imported=False)


class Postmortem(models.Model):
    """The written account of one incident, or of several alike, from first draft to publication."""

    lead_incident = models.OneToOneField(Incident, models.PROTECT, related_name="postmortem")
    also_about: "models.ManyToManyField[Incident, Any]" = models.ManyToManyField(
        Incident, through="PostmortemIncident", related_name="postmortems_also"
    )
    gated = models.BooleanField(
        default=False, editable=False, help_text="A copy of the lead incident's gate, kept equal by a foreign key."
    )
    template = models.ForeignKey(Template, models.PROTECT, null=True, related_name="postmortems")
    status = models.CharField(max_length=20, choices=PostmortemStatus, default=PostmortemStatus.DRAFT)
    facilitator = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="postmortems_facilitated")
    is_imported = models.BooleanField(default=False, editable=False)
    source_name = models.CharField(max_length=300, blank=True, help_text="Where an import came from.")
    source_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the imported file.")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    review_asked_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    amending = models.BooleanField(default=False, help_text="Published, with changes that no edition holds yet.")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = PostmortemQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(name="postmortem_status_known", condition=Q(status__in=PostmortemStatus.values)),
            models.CheckConstraint(
                name="postmortem_published_iff_dated",
                condition=Q(status=PostmortemStatus.PUBLISHED, published_at__isnull=False)
                | (~Q(status=PostmortemStatus.PUBLISHED) & Q(published_at__isnull=True)),
                violation_error_message="A published post-mortem has a publication date; a draft has none.",
            ),
            models.CheckConstraint(
                name="postmortem_published_is_gated",
                condition=~Q(status=PostmortemStatus.PUBLISHED) | Q(gated=True),
                violation_error_message="Publishing closes the gate on the incident's actions.",
            ),
            models.UniqueConstraint(
                fields=["source_digest"], condition=~Q(source_digest=""), name="postmortem_imported_once"
            ),
        )
        indexes = (
            models.Index(fields=["-changed_at", "-id"], name="postmortem_last_touched"),  # the list
            models.Index(fields=["status", "-published_at", "-id"], name="postmortem_by_publication"),  # the month
            # the measures of a month: what came out in it, what went into review in it
            models.Index(fields=["published_at"], name="postmortem_by_day", condition=Q(published_at__isnull=False)),
            models.Index(
                fields=["review_asked_at"], name="postmortem_by_review", condition=Q(review_asked_at__isnull=False)
            ),
            # the month's list of what is still being written
            models.Index(
                fields=["created_at"], name="postmortem_unpublished", condition=~Q(status=PostmortemStatus.PUBLISHED)
            ),
        )
        ordering = ("-changed_at", "-id")

    def __str__(self) -> str:
        return f"Post-mortem {self.pk}"

    def get_absolute_url(self) -> str:
        """Two columns of the lead incident's row: select it along."""
        return address_of("postmortems:detail", self.lead_incident.number)

    @property
    def is_published(self) -> bool:
        """Whether there is an edition that everybody who may see the incident can read."""
        return self.status == PostmortemStatus.PUBLISHED

    @property
    def state(self) -> str:
        """What a chip says: published as it came is "imported"; a draft of an import is a draft like any other."""
        return "imported" if self.is_imported and self.is_published else self.status

    @property
    def room_name(self) -> str:
        """The name of the shared document that holds the sections' text."""
        return f"postmortem-{self.pk}"


class PostmortemIncident(models.Model):
    """A further incident that a document tells of."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="also")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="told_in")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["postmortem", "incident"], name="postmortem_incident_once"),)

    def __str__(self) -> str:
        return f"Incident {self.incident_id} in post-mortem {self.postmortem_id}"


class Section(models.Model):
    """One section of a document.

    While drafting, the text lives in the room's shared document under `text_key`; `body` is its
    projection for search, export and reading, and `version` counts the projections.
    """

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=300)
    guidance = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=SectionKind, default=SectionKind.PROSE)
    is_required = models.BooleanField(default=False)
    body = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["postmortem", "key"], name="section_key_once"),
            models.UniqueConstraint(
                fields=["postmortem", "position"],
                name="section_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(name="section_kind_known", condition=Q(kind__in=SectionKind.values)),
        )
        ordering = ("postmortem", "position")

    def __str__(self) -> str:
        return self.heading

    @property
    def text_key(self) -> str:
        """The name of this section's text in the room's shared document."""
        return f"section-{self.pk}"


class SectionState(models.Model):
    """Where the shared document stood at one version of a section, for a form that began from it.

    Some bytes that name a moment, not a copy: saves fold into one revision, and a form may have been
    opened at any of the versions that folded.
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="states")
    version = models.PositiveIntegerField()
    state = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["section", "version"], name="section_state_once"),)

    def __str__(self) -> str:
        return f"Version {self.version} of section {self.section_id}"


class Revision(models.Model):
    """A section's text as one person left it. Saves within ten minutes by the same person fold into one."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["section", "version"], name="revision_version_once"),)
        ordering = ("section", "-version")

    def __str__(self) -> str:
        return f"Version {self.version} of section {self.section_id}"


class Review(models.Model):
    """A person asked to review a document, and their latest answer to this round."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="reviews")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=20, choices=ReviewAnswer, default=ReviewAnswer.ASKED)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["postmortem", "reviewer"], name="review_once_per_person"),
            models.CheckConstraint(name="review_answer_known", condition=Q(answer__in=ReviewAnswer.values)),
            models.CheckConstraint(
                name="review_answered_iff_dated",
                condition=Q(answer=ReviewAnswer.ASKED, answered_at__isnull=True)
                | (~Q(answer=ReviewAnswer.ASKED) & Q(answered_at__isnull=False)),
            ),
        )
        ordering = ("asked_at", "pk")

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.get_answer_display()}"


class ReviewComment(models.Model):
    """Something said about a document, on the whole or on one section."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="comments")
    section = models.ForeignKey(Section, models.CASCADE, null=True, blank=True, related_name="comments")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    body = models.TextField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.CheckConstraint(name="review_comment_said", condition=~Q(body="")),)
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.body[:60]


class Edition(models.Model):
    """A frozen rendering of a document: what was published on that day. Never updated, never deleted.

    A trigger in the first migration refuses UPDATE and DELETE, except for undoing an import.
    """

    postmortem = models.ForeignKey(Postmortem, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    content = models.JSONField(help_text="Facts, timeline, sections and actions as they were.")
    html = models.TextField()
    text = models.TextField(help_text="The words of the document, for search and comparison.")
    note = models.CharField(max_length=300, blank=True, help_text="What an amendment changed.")
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["postmortem", "number"], name="edition_number_once"),)
        ordering = ("postmortem", "-number")

    def __str__(self) -> str:
        return f"Edition {self.number} of post-mortem {self.postmortem_id}"


class PostmortemEvent(models.Model):
    """What happened to a document. Append-only; `by` null means the system."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=30, choices=PostmortemEventKind)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    details = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="postmortem_event_kind_known", condition=Q(kind__in=PostmortemEventKind.values)
            ),
        )
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.at:%Y-%m-%d %H:%M})"


class SearchRow(models.Model):
    """What search knows of one incident, document or action; visible as its incident is.

    Both vectors are generated columns, so they can never disagree with the words.
    """

    kind = models.CharField(max_length=20, choices=SearchKind)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="search_rows")
    object_id = models.BigIntegerField()
    number = models.CharField(max_length=30)
    title = models.CharField(max_length=300)
    facts = models.TextField(blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField(help_text="When it happened; newest first among equals.")
    severity_level = models.PositiveSmallIntegerField(null=True)
    incident_kind = models.CharField(max_length=20)
    service_ids: "ArrayField[list[int], list[int]]" = ArrayField(models.BigIntegerField(), default=list)
    tag_ids: "ArrayField[list[int], list[int]]" = ArrayField(models.BigIntegerField(), default=list)
    team_ids: "ArrayField[list[int], list[int]]" = ArrayField(models.BigIntegerField(), default=list)
    refreshed_at = models.DateTimeField(default=timezone.now)
    also_incident_ids: "ArrayField[list[int], list[int]]" = ArrayField(
        models.BigIntegerField(), default=list, help_text="Readers must be able to see these too."
    )
    title_vector = models.GeneratedField(
        expression=SearchVector("number", "title", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    vector = models.GeneratedField(
        expression=SearchVector("number", "title", config="english", weight="A")
        + SearchVector("facts", config="english", weight="B")
        + SearchVector("text", config="english", weight="C"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_row_once"),
            models.CheckConstraint(name="search_row_kind_known", condition=Q(kind__in=SearchKind.values)),
        )
        indexes = (
            GinIndex(fields=["vector"], name="search_row_vector"),
            GinIndex(fields=["title_vector"], name="search_row_title_vector"),
            models.Index(fields=["-at", "-id"], name="search_row_newest"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class SearchWord(models.Model):
    """A lexeme somebody has written where everybody may read, and in about how many search rows it is.

    Weighs words in search and knows near spellings. The row of the empty lexeme holds the number of
    rows counted. Words that stand in restricted incidents alone are not here.
    """

    lexeme = models.TextField(primary_key=True, db_collation="C")
    rows = models.PositiveIntegerField(default=0)
    spellings: "ArrayField[list[str], list[str]]" = ArrayField(
        models.TextField(), default=list, help_text="Words as written that stem to this lexeme."
    )

    def __str__(self) -> str:
        return self.lexeme


class ImportBatch(models.Model):
    """Files that somebody brought to be imported together, and what they decided about them."""

    created_by = models.ForeignKey(User, models.PROTECT, related_name="imports")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True, help_text="Null: still looked at, nothing written.")
    as_draft = models.BooleanField(default=False)
    people = models.JSONField(default=dict, help_text="Names as written, and the people they were found to be.")

    class Meta:
        verbose_name_plural = "import batches"
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"Import {self.pk}"

    def get_absolute_url(self) -> str:
        return address_of("postmortems:import_batch", self.pk)


class ImportFile(models.Model):
    """One file of an import. Its bytes are let go once they have become a document."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    content = models.BinaryField()
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.WAITING)
    note = models.CharField(max_length=300, blank=True)
    as_draft = models.BooleanField(default=False, help_text="This one alone; the batch may say it for all.")
    time_zone = models.CharField(
        max_length=64, blank=True, validators=[validate_time_zone], help_text="What its times are in if it states none."
    )
    postmortem = models.ForeignKey(Postmortem, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "position"], name="import_file_position_once"),
            models.CheckConstraint(name="import_file_state_known", condition=Q(state__in=ImportState.values)),
        )
        ordering = ("batch", "position")

    def __str__(self) -> str:
        return self.name


# Told here, so that Django finds them: they are of this app.
import postmortems.factors.models  # noqa: E402, F401
