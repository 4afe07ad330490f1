"""Who is who in a text: people, groups and systems, found in one pass, before any rule runs."""

import re

from lens.lexicons import words
from lens.vocabulary import Vocabulary

PERSON, GROUP, SYSTEM, UNKNOWN = "\ue001", "\ue002", "\ue003", "\ue004"
_TOKEN = re.compile(r"@?[A-Za-zÀ-ɏ][\wÀ-ɏ'’-]*")


def tag(masked: str, low: str, vocabulary: Vocabulary) -> str:
    """Return the text in lower case with every person, group and known system as a row of its sign."""
    names, roles = words("given_names"), words("roles")
    signs = list(low)
    for found in _TOKEN.finditer(masked):
        word = found.group().split("'")[0].split("’")[0]
        if (
            word.lower() in roles
            or (word[0].isupper() and word.lower() in names)
            or word[0] == "@"
            or vocabulary.knows(word.lower())
        ):
            signs[found.start() : found.start() + len(word)] = PERSON * len(word)
    return "".join(signs)
