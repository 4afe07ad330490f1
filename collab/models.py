"""Shared text: what was typed, as the update log and snapshots of conflict-free documents."""

from django.db import models
from django.utils import timezone


class Room(models.Model):
    """One shared document of named texts. Knows no post-mortem, only its own name."""

    name = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Update(models.Model):
    """One change of a room's document, in the binary form of Yjs, in order of `id`."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="updates")
    payload = models.BinaryField()
    by_id = models.BigIntegerField(null=True, help_text="Whose connection or form brought it; for audit alone.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=["room", "id"], name="update_of_room"),)  # loading a room

    def __str__(self) -> str:
        return f"Update {self.pk} of room {self.room_id}"


class Snapshot(models.Model):
    """A room's whole state up to and including the update `upto`; updates up to it are deleted."""

    room = models.OneToOneField(Room, models.CASCADE, related_name="snapshot")
    state = models.BinaryField()
    upto = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Snapshot of room {self.room_id}"
