"""Vocabulary of the people app."""

from django.db import models


class AuditKind(models.TextChoices):
    """What an audit row speaks of: acts that change who may do or see what."""

    SIGNED_UP_FIRST = "first_administrator", "First administrator created"
    INVITED = "invited", "Invitation created"
    INVITATION_SENT_AGAIN = "invitation_sent_again", "Invitation sent again"
    INVITATION_WITHDRAWN = "invitation_withdrawn", "Invitation withdrawn"
    INVITATION_ACCEPTED = "invitation_accepted", "Invitation accepted"
    LINK_HANDED_OVER = (
        "link_handed_over",
        "Sign-in link handed over by an administrator",
    )
    PASSWORD_CHANGED = "password_changed", "Password changed"
    PERSON_CHANGED = "person_changed", "Person changed"
    PERSON_DEACTIVATED = "person_deactivated", "Person deactivated"
    PERSON_REACTIVATED = "person_reactivated", "Person reactivated"
    TEAM_CHANGED = "team_changed", "Team changed"
    SETTINGS_CHANGED = "settings_changed", "Settings changed"
    AGREEMENT_CHANGED = "agreement_changed", "Agreement changed"
    INCIDENT_RESTRICTED = "incident_restricted", "Incident restricted"
    INCIDENT_OPENED = "incident_opened", "Restriction lifted"
    ACCESS_GIVEN = "access_given", "Access to a restricted incident given"
    ACCESS_TAKEN = "access_taken", "Access to a restricted incident taken"
    PUBLISHED = "published", "Post-mortem published"
    IMPORTED = "imported", "Documents imported"
    IMPORT_UNDONE = "import_undone", "Import undone"
