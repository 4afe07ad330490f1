"""Static files as WhiteNoise keeps them."""

from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class HouseStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Remembers each address: a page names twenty files, and taking a name apart costs more than most tags."""

    def url(self, name: str | None, force: bool = False) -> str:  # noqa: FBT001, FBT002 - Django's signature
        """Return the address of a file, with the hash of what is in it."""
        return str(super().url(name, force=True)) if force else _address(self, name)


@cache
def _address(storage: HouseStaticFiles, name: str | None) -> str:
    return str(CompressedManifestStaticFilesStorage.url(storage, name))
