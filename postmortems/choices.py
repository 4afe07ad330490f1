"""Vocabulary of the postmortems app."""

from django.db import models


class PostmortemStatus(models.TextChoices):
    """How far a post-mortem has come."""

    DRAFT = "draft", "Drafting"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"


class SectionKind(models.TextChoices):
    """What a section shows beside its text."""

    PROSE = "prose", "Prose"
    IMPACT = "impact", "Impact, from the incident's facts"
    TIMELINE = "timeline", "Timeline, from the incident's entries"
    FACTORS = "factors", "Contributing factors"
    ACTIONS = "actions", "Actions, from the incident"
    COLUMN = "column", "One of three columns"


class ReviewAnswer(models.TextChoices):
    """What a reviewer has said."""

    ASKED = "asked", "Asked"
    APPROVED = "approved", "Approved"
    CHANGES = "changes", "Asks for changes"


class PostmortemEventKind(models.TextChoices):
    """What a post-mortem's history row tells."""

    STARTED = "started", "Draft started"
    REVIEW_ASKED = "review_asked", "Review asked"
    REVIEW_ANSWERED = "review_answered", "Review answered"
    BACK_TO_DRAFT = "back_to_draft", "Taken back to draft"
    PUBLISHED = "published", "Published"
    AMENDMENT_STARTED = "amendment_started", "Amendment begun"
    AMENDED = "amended", "Amended"
    SECTION_RESTORED = "section_restored", "Section restored"
    PROPOSAL_DROPPED = "proposal_dropped", "Proposal dropped"
    FACILITATOR_CHANGED = "facilitator_changed", "Facilitator changed"
    IMPORTED = "imported", "Imported"
    FACTOR_ADDED = "factor_added", "Factor added"
    FACTOR_CHANGED = "factor_changed", "Factor changed"
    FACTOR_REMOVED = "factor_removed", "Factor removed"


class FactorCategory(models.TextChoices):
    """What sort of condition it is."""

    SAFEGUARD = "safeguard", "Safeguard missing"
    TOOLING = "tooling", "Tooling"
    PROCESS = "process", "Process"
    KNOWLEDGE = "knowledge", "Knowledge"
    LOAD = "load", "Load"
    DEPENDENCY = "dependency", "Dependency"
    ORGANISATION = "organisation", "Organisation"
    OTHER = "other", "Other"


class FactorEnding(models.TextChoices):
    """How a factor ends in a document."""

    ACTION = "action", "An action removes it"
    UNSHIPPED = "unshipped", "An earlier action would have, and had not shipped by then"
    ACCEPTED = "accepted", "We accept this"


class SearchKind(models.TextChoices):
    """What a search row leads to."""

    INCIDENT = "incident", "Incident"
    POSTMORTEM = "postmortem", "Post-mortem"
    ACTION = "action", "Action"


class ImportState(models.TextChoices):
    """How far a file of an import has come."""

    WAITING = "waiting", "Waiting"
    IMPORTED = "imported", "Imported"
    THERE_ALREADY = "there_already", "There already"
    SKIPPED = "skipped", "Skipped"
    FAILED = "failed", "Failed"
    UNDONE = "undone", "Undone"
