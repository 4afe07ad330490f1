"""Check the licences of everything that is installed beside us: `python -m config.licences`.

Apache-2.0 code may stand on permissive licences, and on LGPL and MPL libraries that we use unchanged.
A package that says nothing clear is listed with what its own files say.
"""

import re
import sys
from importlib.metadata import Distribution, distributions

PERMISSIVE = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|Unlicense|Zlib|CC0|OFL|HPND)\b", re.IGNORECASE
)
COPYLEFT = re.compile(r"GPL|MPL|Mozilla|Lesser|General Public|EUPL|SSPL|BUSL|CC-BY-(NC|SA)", re.IGNORECASE)

KNOWN = {
    "certifi": "MPL-2.0: a list of certificates, used unchanged",
    "hypothesis": "MPL-2.0: runs tests, is not shipped",
    "pyphen": "LGPL-2.1, MPL-1.1 or GPL-2.0, at our choice: hyphenation in PDFs, used unchanged",
    "pathspec": "MPL-2.0: used by the type checker, is not shipped",
    "psycopg": "LGPL-3.0: used unchanged as a library",
    "psycopg-binary": "LGPL-3.0: used unchanged as a library",
    "psycopg-pool": "LGPL-3.0: used unchanged as a library",
}


def licence_of(package: Distribution) -> str:
    """Return what a package says of its licence: the expression, else the classifiers, else the free text."""
    said = package.metadata
    if "License-Expression" in said:
        return said["License-Expression"]
    classifiers = [line for line in said.get_all("Classifier") or [] if line.startswith("License ::")]
    if classifiers:
        return " / ".join(line.rsplit("::", 1)[-1].strip() for line in classifiers)
    return said["License"].strip().split("\n", 1)[0] if "License" in said else ""


def objection(name: str, licence: str) -> str:
    """Return why a package may not be used, or an empty text."""
    if name in KNOWN:
        return ""
    if COPYLEFT.search(licence):
        return f"{name}: {licence}"
    if not PERMISSIVE.search(licence):
        return f"{name}: no clear licence ({licence or 'it says nothing'}); read its files and list it here"
    return ""


def main() -> int:
    """Print what is not allowed, and return how a shell hears of it."""
    installed = {package.name.lower().replace("_", "-"): licence_of(package) for package in distributions()}
    objections = [text for text in (objection(*item) for item in sorted(installed.items())) if text]
    sys.stdout.write("".join(f"{text}\n" for text in objections))
    sys.stdout.write(f"{len(installed)} packages, {len(objections)} objections\n")
    return 1 if objections else 0


if __name__ == "__main__":
    sys.exit(main())
