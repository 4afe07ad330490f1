"""Where Debian's Chromium is, for what measures with it and for the tests of pages."""

import os
import shutil


def find_chromium() -> str | None:
    """Return its path: the one in CHROMIUM, or what is installed; None where there is none."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
