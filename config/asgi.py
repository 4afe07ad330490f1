"""Pages and shared text in one process and on one port, for uvicorn.

`application` serves both. In production the proxy sends `/collab/` to a process of its own that
serves `collaboration`, so that reloading the pages drops nobody who is writing.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from config.wsgi import application as pages_wsgi

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApplication = Callable[[Scope, Receive, Send], Awaitable[None]]

COLLABORATION = "/collab/"
HEALTH = "/collab/healthz"
TRY_AGAIN_LATER = 1013

# Threads, since a page waits for Postgres most of its time; each keeps a database connection.
pages = cast("AsgiApplication", WSGIMiddleware(cast("Any", pages_wsgi), workers=8))


async def collaboration(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer below `/collab/`. There is no shared writing yet: a socket is closed politely, a page is not found."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": TRY_AGAIN_LATER, "reason": "Shared writing is not here yet."})
    else:
        found = scope["path"] == HEALTH
        await _answer(send, 200 if found else 404, b"ok\n" if found else b"Not found\n")


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Send a request to the pages or to the shared text."""
    if scope["type"] == "http" and not scope["path"].startswith(COLLABORATION):
        await pages(scope, receive, send)
    else:
        await collaboration(scope, receive, send)


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
