"""Waiting for each other on a name, where there is no row yet that could be locked."""

from django.db import connection


def lock_name(name: str) -> None:
    """Hold this name until the transaction ends; a second one that asks for it waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
