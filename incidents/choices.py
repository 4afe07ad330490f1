"""Vocabulary of the incidents app."""

from django.db import models


class IncidentKind(models.TextChoices):
    """What sort of thing happened. Not known yet is not "other"."""

    UNKNOWN = "unknown", "Not known yet"
    AVAILABILITY = "availability", "Availability"
    DEGRADATION = "degradation", "Degradation"
    SECURITY = "security", "Security"
    DATA_LOSS = "data_loss", "Data loss"
    DATA_QUALITY = "data_quality", "Data quality"
    NEAR_MISS = "near_miss", "Near miss"
    OTHER = "other", "Other"


class Precision(models.TextChoices):
    """How exactly a time is known. A day is never shown as midnight."""

    SECOND = "second", "to the second"
    MINUTE = "minute", "to the minute"
    AROUND = "around", "around"
    DAY = "day", "the day"
    MONTH = "month", "the month"


class KeyTime(models.TextChoices):
    """The five times that durations are derived from, in the order they usually come."""

    BEGAN = "began", "Began"
    DETECTED = "detected", "Detected"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    MITIGATED = "mitigated", "Mitigated"
    RESOLVED = "resolved", "Resolved"


class EventKind(models.TextChoices):
    """What a timeline entry tells."""

    DETECTION = "detection", "Detection"
    HYPOTHESIS = "hypothesis", "Hypothesis"
    DECISION = "decision", "Decision"
    ACTION = "action", "Action"
    COMMUNICATION = "communication", "Communication"
    MITIGATION = "mitigation", "Mitigation"
    RECOVERY = "recovery", "Recovery"


class EventSource(models.TextChoices):
    """Where the knowledge of a timeline entry comes from."""

    ALERT = "alert", "Alert"
    LOG = "log", "Log"
    CHAT = "chat", "Chat"
    DEPLOY = "deploy", "Deploy"
    ACCOUNT = "account", "A person's account"


class TagKind(models.TextChoices):
    """Tags say which system, or which category of trouble."""

    SYSTEM = "system", "System"
    CATEGORY = "category", "Category"


class DocumentRequirement(models.TextChoices):
    """What a severity asks to be written."""

    FULL = "full", "A full post-mortem"
    LIGHT = "light", "A post-mortem, the light template will do"
    DECISION = "decision", "A decision: post-mortem, brief note or nothing, with the reason kept"
    NONE = "none", "Nothing, until a pattern emerges"


class ReviewedBy(models.TextChoices):
    """Whose approval a severity asks for."""

    LEADERSHIP = "leadership", "Leadership"
    TEAM = "team", "The team"
    NOBODY = "nobody", "Nobody"


class DecisionKind(models.TextChoices):
    """What was decided where the policy leaves it open."""

    POSTMORTEM = "postmortem", "Write a post-mortem"
    BRIEF_NOTE = "brief_note", "Write a brief note"
    NOTHING = "nothing", "Write nothing"


class RevenueKind(models.TextChoices):
    """What is known of lost revenue. Not known yet is not zero."""

    UNKNOWN = "unknown", "Not known yet"
    NEGLIGIBLE = "negligible", "Negligible"
    AMOUNT = "amount", "An amount"


class HistoryKind(models.TextChoices):
    """What an incident's history row tells."""

    RECORDED = "recorded", "Recorded"
    FACTS_CHANGED = "facts_changed", "Facts changed"
    IMPACT_CHANGED = "impact_changed", "Impact changed"
    TIMELINE_CHANGED = "timeline_changed", "Timeline changed"
    RESTRICTED = "restricted", "Restricted"
    OPENED = "opened", "Restriction lifted"
    ACCESS_GIVEN = "access_given", "Access given"
    ACCESS_TAKEN = "access_taken", "Access taken"
    DECIDED = "decided", "Decided what to write"
    ACTIONS_GATED = "actions_gated", "Gate closed on its actions"
    IMPORTED = "imported", "Imported"
    REPEAT_CONFIRMED = "repeat_confirmed", "Repeat confirmed"
    REPEAT_WITHDRAWN = "repeat_withdrawn", "Repeat withdrawn"


class AnswerReason(models.TextChoices):
    """Why a sentence that the lens points at may stay as it is."""

    QUOTING = "quoting", "It quotes somebody"
    SYSTEM = "system", "It speaks of a system"
    AGREED = "agreed", "Agreed with the person"
    NEEDED = "needed", "Needed for the record"
    RULE_WRONG = "rule_wrong", "The rule is wrong here"


class LensLevel(models.TextChoices):
    """How loudly a rule of the lens speaks. Only a mark has to be mended or answered before publishing."""

    MARK = "mark", "Mark"
    HINT = "hint", "Hint"
    COUNT = "count", "Count"


class LensWordKind(models.TextChoices):
    """What an organisation tells the lens about its own words."""

    SYSTEM = "system", "Name of a system"
    ALLOWED = "allowed", "Phrase that may always stand"
    FLAGGED = "flagged", "Word of ours to point at"
