"""Letting people in: one open invitation an address, one use a link."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from people.choices import AuditKind
from people.links import invitation_link, read_invitation_token
from people.models import Invitation, Membership, Team, User
from people.outgoing import enqueue
from people.rules import RefusedError, invitation_refusals
from people.services.audit import record_act
from people.services.locking import lock_name


class InvitationClosedError(Exception):
    """The invitation was accepted or withdrawn, or its link is none of ours or too old."""


@transaction.atomic
def create_invitation(
    *,
    email: str,
    display_name: str,
    by: User,
    team: Team | None = None,
    is_facilitator: bool = False,
    is_leadership: bool = False,
    is_administrator: bool = False,
    at: datetime | None = None,
) -> Invitation:
    """Invite somebody and owe them the mail. Raises RefusedError for an address that is here or invited."""
    email = User.objects.normalize_email(email)
    lock_name(f"people.address:{email}")
    person = User.objects.filter(email=email).first()
    refusals = invitation_refusals(
        known=person is not None,
        known_is_active=person is not None and person.is_active,
        open_already=_open_invitations().filter(email__iexact=email).exists(),
    )
    if refusals:
        raise RefusedError(refusals)
    invitation = Invitation.objects.create(
        email=email,
        display_name=display_name,
        team=team,
        is_facilitator=is_facilitator,
        is_leadership=is_leadership,
        is_administrator=is_administrator,
        invited_by=by,
        created_at=at or timezone.now(),
    )
    record_act(AuditKind.INVITED, by=by, about=display_name, details={"roles": roles_of(invitation)}, at=at)
    _owe_mail(invitation)
    return invitation


@transaction.atomic
def send_invitation_again(invitation: Invitation, *, by: User, at: datetime | None = None) -> Invitation:
    """Owe the mail once more, with a new link of 14 days. Raises InvitationClosedError."""
    invitation = _locked_and_open(invitation)
    record_act(AuditKind.INVITATION_SENT_AGAIN, by=by, about=invitation.display_name, at=at)
    _owe_mail(invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User, at: datetime | None = None) -> Invitation:
    """Close the invitation; every link of it is dead from now on. Withdrawing twice is a no-op."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at:
        raise InvitationClosedError
    if invitation.withdrawn_at:
        return invitation
    invitation.withdrawn_at = at or timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    record_act(AuditKind.INVITATION_WITHDRAWN, by=by, about=invitation.display_name, at=at)
    return invitation


@transaction.atomic
def hand_over_invitation(invitation: Invitation, *, by: User, at: datetime | None = None) -> str:
    """Return the link for an administrator to hand over in person, and write down that they took it."""
    invitation = _locked_and_open(invitation)
    record_act(AuditKind.LINK_HANDED_OVER, by=by, about=invitation.display_name, details={"link": "invitation"}, at=at)
    return invitation_link(invitation)


@transaction.atomic
def accept_invitation(
    token: str, *, display_name: str, password: str, time_zone: str = "UTC", at: datetime | None = None
) -> User:
    """Make the invited person, with the roles and the team they were invited to, and close the invitation.

    Of two at once one wins and the other raises InvitationClosedError, as does any link that no longer holds.
    """
    told = read_invitation_token(token)
    if told is None:
        raise InvitationClosedError
    pk, email = told
    lock_name(f"people.address:{email}")
    invitation = _open_invitations().select_for_update(of=("self",)).filter(pk=pk, email=email).first()
    if invitation is None or User.objects.filter(email=email).exists():
        raise InvitationClosedError
    at = at or timezone.now()
    person = User(
        email=email,
        display_name=display_name,
        time_zone=time_zone,
        is_facilitator=invitation.is_facilitator,
        is_leadership=invitation.is_leadership,
        is_administrator=invitation.is_administrator,
        date_joined=at,
    )
    person.set_password(password)
    person.save(force_insert=True)
    if invitation.team_id is not None:
        Membership.objects.create(team_id=invitation.team_id, user=person)
    invitation.accepted_at, invitation.person = at, person
    invitation.save(update_fields=["accepted_at", "person"])
    record_act(AuditKind.INVITATION_ACCEPTED, by=person, about=display_name, at=at)
    return person


def roles_of(subject: Invitation | User) -> list[str]:
    """Name the roles of a person or an invitation, for the audit log."""
    return [role for role in ("facilitator", "leadership", "administrator") if getattr(subject, f"is_{role}")]


def _open_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None)


def _locked_and_open(invitation: Invitation) -> Invitation:
    found = _open_invitations().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if found is None:
        raise InvitationClosedError
    return found


def _owe_mail(invitation: Invitation) -> None:
    enqueue(
        "invitation",
        key=f"invitation:{invitation.pk}:{uuid.uuid4()}",
        address=invitation.email,
        refers_to={"invitation": invitation.pk},
    )
