"""What incidents touched, newest first: the rows behind their services, tags and teams as lists read them."""

from typing import Any

from django.db import models

from incidents.models import Incident, Service, Tag
from people.models import Team


class Touched(models.Model):
    """The rows of a many-to-many field as lists read them, with what they repeat of their incident.

    Read only: the field itself writes them. A trigger fills the columns in, and a foreign key on all three with ON
    UPDATE CASCADE keeps them what the incident says, whoever writes. So what a service, a tag or a team saw last is
    found by walking down an index, however much it has seen.
    """

    incident = models.ForeignKey(Incident, models.DO_NOTHING, related_name="%(class)ss")
    happened_at = models.DateTimeField()
    is_restricted = models.BooleanField()

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"what incident {self.incident_id} touched"


class TouchedService(Touched):
    """`Incident.services`, by the incident's moment."""

    service = models.ForeignKey(Service, models.DO_NOTHING, related_name="+")

    class Meta:
        managed = False
        db_table = "incidents_incident_services"


class TouchedTag(Touched):
    """`Incident.tags`, by the incident's moment."""

    tag = models.ForeignKey(Tag, models.DO_NOTHING, related_name="+")

    class Meta:
        managed = False
        db_table = "incidents_incident_tags"


class TouchedTeam(Touched):
    """`Incident.teams`, by the incident's moment."""

    team = models.ForeignKey(Team, models.DO_NOTHING, related_name="+")

    class Meta:
        managed = False
        db_table = "incidents_incident_teams"
