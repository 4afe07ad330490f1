"""What a new organisation does next: said to its administrators until it is done."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef

from incidents.models import Service
from incidents.permissions import incidents_visible_to
from people.models import Invitation, Team, User


@dataclass(frozen=True)
class Step:
    """One thing to do, and the name of the page where it is done."""

    page: str
    words: str
    why: str
    is_done: bool


def first_steps(user: User) -> list[Step]:
    """Return what is to be done and what is done already; empty for everybody but administrators, and once an incident can be told whole.

    Old post-mortems and a mail server can wait for ever, so they are listed only beside another step. One query, two
    while something is to be done: whether anything was imported is sought among all incidents, which are few then.
    """
    if not user.is_administrator:
        return []
    visible = incidents_visible_to(user)
    others = User.objects.active().exclude(pk=OuterRef("pk"))
    done = (
        User.objects.filter(pk=user.pk)
        .values_list(
            Exists(Team.objects.all()),
            Exists(Service.objects.all()),
            Exists(others),
            Exists(Invitation.objects.all()),
            Exists(visible),
        )
        .get()
    )
    teams, services, people, invited, incidents = done
    needed = [
        Step(
            "people:new_team", "Make your teams", "An action is carried by somebody, and looked after by a team.", teams
        ),
        Step("incidents:service_add", "Name your services", "What can break, and whose it is.", services),
        Step("people:invitations", "Invite people", "Nobody comes in uninvited.", people or invited),
        Step("incidents:record", "Record your first incident", "Its title is enough; a near miss counts.", incidents),
    ]
    if all(step.is_done for step in needed):
        return []
    mail = Step(
        "notifications:outbox",
        "Set up a mail server",
        "Until EMAIL_URL names one, what is owed waits in the outbox and can be read there.",
        bool(settings.EMAIL_CONNECTION),
    )
    imported = visible.filter(is_imported=True).exists()
    old = Step("postmortems:import_upload", "Import the post-mortems you have", "They are found by search.", imported)
    return [*needed, old, mail]
