"""What a circle holds: the one place that says which incidents and which actions are a circle's.

An incident is a circle's where one of its teams was part of it. An action is where its own team is one of them, or
one that was part of its incident: whoever has to do it, and whoever lives with what it changes. Lists say it in the ORM,
measures in SQL.
"""

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from incidents.models import Incident

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from reviews.models import Circle

INCIDENTS_IN_WORDS = "What counts is whose the incident is: one that a team of the circle was part of."
ACTIONS_IN_WORDS = (
    "What counts is whose the action is: one of a team of the circle, or of an incident that such a team was part of."
)

INCIDENTS_IN_SQL = (
    "{incident} IN (SELECT t.incident_id FROM incidents_incident_teams t WHERE t.team_id = ANY(%(teams)s))"
)
ACTIONS_IN_SQL = f"({{team}} = ANY(%(teams)s) OR {INCIDENTS_IN_SQL})"


def incidents_of(circle: "Circle") -> "QuerySet[Any, Any]":
    """The incidents that teams of a circle were part of, as a subquery."""
    parts: QuerySet[Any, Any] = Incident.teams.through.objects.filter(team__in=circle.teams.order_by().values("pk"))
    return parts.values("incident")


def actions_of(circle: "Circle") -> Q:
    """The condition that keeps to the actions of a circle."""
    return Q(team__in=circle.teams.order_by().values("pk")) | Q(incident__in=incidents_of(circle))
