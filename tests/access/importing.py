"""Who may have the pages of imports: facilitators and administrators, each their own."""

from postmortems.services.import_batches import upload_import
from tests.access.people import ADMINISTRATORS
from tests.access.world import World


def furnish(world: World) -> None:
    """Bring a file that is still looked at."""
    world.more["import"] = upload_import([("a.md", b"# Slow on 24 May 2026\n\nIt was slow.\n")], by=world.admin)


def _batch(world: World) -> dict[str, int]:
    return {"pk": world.more["import"].pk}


ACCESS = [
    ("postmortems:import_upload", None, ADMINISTRATORS),
    ("postmortems:import_batch", _batch, ADMINISTRATORS),
    ("postmortems:import_undo", _batch, ADMINISTRATORS),
]
