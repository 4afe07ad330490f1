"""What is done for documents in the background."""

from celery import shared_task

from postmortems.search.services import count_words, count_words_when_grown, refresh_drafts
from postmortems.services.import_batches import import_waiting


@shared_task
def refresh_drafts_in_search() -> int:
    """Make drafts searchable in which typing has stopped."""
    return refresh_drafts()


@shared_task
def count_words_of_search() -> int:
    """Weigh the words of search anew."""
    return count_words()


@shared_task
def count_words_when_search_has_grown() -> bool:
    """Weigh the words of search anew soon after much has been written or imported."""
    return count_words_when_grown()


@shared_task
def run_imports() -> int:
    """Import the files that wait; after a crash it goes on where it was."""
    return import_waiting()
