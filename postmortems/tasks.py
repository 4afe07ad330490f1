"""What is done for documents in the background."""

from celery import shared_task

from postmortems.search.services import count_words, refresh_drafts


@shared_task
def refresh_drafts_in_search() -> int:
    """Make drafts searchable in which typing has stopped."""
    return refresh_drafts()


@shared_task
def count_words_of_search() -> int:
    """Weigh the words of search anew."""
    return count_words()
