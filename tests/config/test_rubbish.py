"""Python looks for rubbish while it serves, and not while it starts or ends."""

import gc
import os
import subprocess
import sys

from tests.config.machine import ROOT

IN_A_CIRCLE = """
class Kept:
    def __del__(self):
        print("looked through")
kept = Kept()
kept.itself = kept
"""


def said_by(code: str) -> list[str]:
    """Return the lines that a Python of its own prints, to its very end."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", code + IN_A_CIRCLE]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_once_all_is_read_rubbish_is_collected_and_what_was_read_is_left_alone() -> None:
    assert gc.isenabled()
    assert said_by("import config, gc, django; print(gc.isenabled()); django.setup(); print(gc.isenabled())") == [
        "False",
        "True",
    ]
    assert gc.get_freeze_count() > 50_000


def test_a_process_that_ends_does_not_look_through_what_it_holds() -> None:
    assert said_by("import json") == ["looked through"]  # as Python does by itself
    assert said_by("import config") == []
