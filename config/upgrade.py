"""Bring the database to what this release expects, keeping a way back."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from config.backups import write_backup
from config.snapshot import fill_from_snapshot

Say = Callable[[str], None]


def migrate_with_backup(say: Say) -> None:
    """Apply what is pending. A database that holds something is backed up first, into the data folder.

    An empty one is filled in one step, as far as that goes.
    """
    is_new = fill_from_snapshot()
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not pending:
        return
    if executor.loader.applied_migrations and not is_new:
        folder = Path(settings.HOME) / "backups"
        folder.mkdir(mode=0o700, exist_ok=True)
        file = folder / f"before-upgrade-{timezone.now():%Y-%m-%dT%H%M%SZ}.tar"
        say(f"This release changes the database: backing up to {file}")
        write_backup(file)
    say(f"Preparing the database ({pending} steps)")
    call_command("migrate", interactive=False, verbosity=0)
