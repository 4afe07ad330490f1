"""Bring the database to what this release expects."""

from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

Say = Callable[[str], None]


def pending_migrations() -> int:
    """Return how many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate_with_backup(say: Say) -> None:
    """Apply what is pending."""
    pending = pending_migrations()
    if pending:
        say(f"Preparing the database ({pending} steps)")
        call_command("migrate", interactive=False, verbosity=0)
