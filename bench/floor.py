"""FLOOR: what the least page with 25 rows costs on this machine, and nothing of the product in it.

One raw SQL statement, one bare template of about 15 kB, no middleware, the same gunicorn, the same database.
It must not change: the limits are multiples of it.
"""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from bench.raw import ROWS

if not settings.configured:
    settings.configure(
        SECRET_KEY="floor",
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["127.0.0.1"],
        USE_TZ=True,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [Path(__file__).resolve().parent / "templates"],
            }
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": os.environ.get("FLOOR_DATABASE", "second_story"),
                "USER": "postgres",
                "HOST": os.environ.get("FLOOR_HOST", ""),
                "PORT": "5432",
                "CONN_MAX_AGE": None,
            }
        },
    )

_kept: list[dict[str, Any]] = []


def fetch() -> list[dict[str, Any]]:
    """Ask the one statement."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def table(request: HttpRequest) -> HttpResponse:
    """Raw SQL and a template: FLOOR."""
    return render(request, "floor.html", {"rows": fetch()})


def template_only(request: HttpRequest) -> HttpResponse:
    """The same template with rows in memory."""
    if not _kept:
        _kept.extend(fetch())
    return render(request, "floor.html", {"rows": _kept})


urlpatterns = [path("floor/", table), path("template/", template_only)]
application = get_wsgi_application()
