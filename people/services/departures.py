"""Who left which team, so that what they owned of it finds somebody."""

from collections.abc import Iterable

from django.utils import timezone

from people.models import Team, TeamDeparture, User


def remember_departures(left: Iterable[tuple[Team, User]], *, returned: Iterable[tuple[Team, User]] = ()) -> None:
    """Write down that these people left these teams now, and forget it of those who are back."""
    for team, user in returned:
        TeamDeparture.objects.filter(team=team, user=user).delete()
    TeamDeparture.objects.bulk_create(
        [TeamDeparture(team=team, user=user, left_at=timezone.now()) for team, user in left],
        update_conflicts=True,
        unique_fields=["team", "user"],
        update_fields=["left_at"],
    )
