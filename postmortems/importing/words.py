"""How many words a text has, for keeping sections to a bearable share."""

import re

_WORD = re.compile(r"[^\W_]+")


def word_count(text: str) -> int:
    """The words of a text, link targets left out."""
    return len(_WORD.findall(re.sub(r"\]\([^)]*\)", "]", text)))
