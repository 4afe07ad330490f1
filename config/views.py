"""The page that tells a proxy or a container runner whether this process can serve."""

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

WAIT = 2.0  # seconds


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database and Redis answer, else 503 with the names of those that do not."""
    silent = [name for name, answers in (("database", _database_answers), ("redis", _redis_answers)) if not answers()]
    text = f"not answering: {', '.join(silent)}\n" if silent else "ok\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=503 if silent else 200)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis_answers() -> bool:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=WAIT, socket_connect_timeout=WAIT)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
