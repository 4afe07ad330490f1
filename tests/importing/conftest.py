"""Where the corpus of real post-mortems is, if it is here at all."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpus():
    """The folder of real documents; tests that need it skip where it is absent."""
    beside = Path(__file__).resolve().parents[2] / ".." / "shared"
    folder = Path(os.environ.get("SECOND_STORY_SHARED") or beside).resolve() / "corpus"
    if not folder.is_dir():
        pytest.skip(f"The corpus of real post-mortems is not beside the project ({folder}).")
    return folder
