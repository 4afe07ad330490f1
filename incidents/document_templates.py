"""Which templates the severity policy may name. Templates stand above incidents, so they register here."""

from collections.abc import Callable

KeysAndNames = Callable[[], list[tuple[str, str]]]

_registered: list[KeysAndNames] = []


def register_document_templates(offered: KeysAndNames) -> None:
    """Name the function that gives key and name of every template on offer; the last one named counts."""
    _registered[:] = [offered]


def document_templates() -> list[tuple[str, str]]:
    """Key and name of every template on offer."""
    return _registered[0]() if _registered else []
