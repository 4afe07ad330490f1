"""Ask a page of this machine whether it is well: `python -m config.probe PORT PATH`, for health checks.

It calls the site by its name, which is the only one that the pages answer to.
"""

import http.client
import os
import sys
from urllib.parse import urlsplit


def main(port: str, path: str) -> int:
    """Return 0 where the page answers 200."""
    host = urlsplit(os.environ.get("SITE_URL", "")).netloc or "localhost"
    page = http.client.HTTPConnection("127.0.0.1", int(port), timeout=4)
    try:
        page.request("GET", path, headers={"Host": host, "X-Forwarded-Proto": "https"})
        answer = page.getresponse()
        sys.stdout.write(answer.read(200).decode(errors="replace"))
    except (OSError, http.client.HTTPException) as error:
        sys.stdout.write(f"{error}\n")
        return 1
    finally:
        page.close()
    return 0 if answer.status == http.client.OK else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
