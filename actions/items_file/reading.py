"""Reading the file: text in, rows with their line numbers out. Pure: it knows no action and no person.

YAML as the 1.2 core schema has it: `no` and `on` are words and a date is text, so that what nobody here
understands is written back as it came. References (`&a`, `*a`) are refused: a few lines of them can
stand for gigabytes.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

LARGEST_FILE = 1_000_000
MOST_ITEMS = 5000
DEEPEST = 40
LIST_KEYS = ("action_items", "items")


class NotReadable(Exception):
    """The file as a whole cannot be read; the text says where and why."""


@dataclass(frozen=True)
class Item:
    """One entry: where it begins, what it says in the order it was written, and why it is no item, if so."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True)
class ItemsFile:
    """A file as read. `head` is what stands beside the list."""

    items: list[Item]
    head: dict[str, Any] = field(default_factory=dict)
    list_key: str = LIST_KEYS[0]


class _Loader(yaml.SafeLoader):
    """Builds text, whole and broken numbers, true, false and null; everything else is text."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("int", r"[-+]?(?:0|[1-9][0-9]{0,17})", "-+0123456789"),
    ("float", r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?", "-+.0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first))
_Loader.yaml_implicit_resolvers[""] = _Loader.yaml_implicit_resolvers.get("\0", [])


def read_items(content: bytes | str) -> ItemsFile:
    """Read the whole file; a bad entry is returned as one, with its line. Raises NotReadable."""
    text = _as_text(content)
    try:
        root = _compose(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"Line {mark.line + 1}: " if mark else ""
        raise NotReadable(f"{where}{getattr(error, 'problem', None) or 'this is not YAML'}.") from None
    except RecursionError:
        raise NotReadable("It is nested too deeply.") from None
    if isinstance(root, yaml.SequenceNode):
        return ItemsFile(_items(root))
    if not isinstance(root, yaml.MappingNode):
        raise NotReadable("It should hold a list under `action_items:`.")
    head: dict[str, Any] = {}
    found: tuple[str, yaml.Node] | None = None
    for key, node in root.value:
        if key.value in LIST_KEYS and found is None:
            found = (key.value, node)
            continue
        head |= _mapping(yaml.MappingNode(root.tag, [(key, node)], root.start_mark, root.end_mark))
    if found is None or not isinstance(found[1], yaml.SequenceNode):
        raise NotReadable("It should hold a list under `action_items:`.")
    return ItemsFile(_items(found[1]), head, found[0])


def _as_text(content: bytes | str) -> str:
    if len(content) > LARGEST_FILE:
        raise NotReadable("It is larger than 1 MB.")
    try:
        return content.decode("utf-8-sig") if isinstance(content, bytes) else content
    except UnicodeDecodeError:
        raise NotReadable("It is not UTF-8 text.") from None


def _compose(text: str) -> yaml.Node | None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise NotReadable(f"Line {_line_of(event)}: write out what `*{event.anchor}` stands for.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise NotReadable(f"Line {_line_of(event)}: it is nested too deeply.")
    loader = _Loader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _items(node: yaml.SequenceNode) -> list[Item]:
    if len(node.value) > MOST_ITEMS:
        raise NotReadable(f"It holds more than {MOST_ITEMS} items.")
    return list(_each_item(node))


def _each_item(node: yaml.SequenceNode) -> Iterator[Item]:
    for entry in node.value:
        line = entry.start_mark.line + 1
        if not isinstance(entry, yaml.MappingNode):
            yield Item(line, problem="This is not an item: write `id:`, `title:`, `owner:`, `due:`.")
            continue
        try:
            yield Item(line, _mapping(entry))
        except (ValueError, yaml.YAMLError) as error:
            yield Item(line, problem=str(getattr(error, "problem", None) or error).rstrip(".") + ".")


def _mapping(node: yaml.MappingNode) -> dict[str, Any]:
    """Build plain values that JSON and Postgres can hold. Raises ValueError with the reason."""
    values: dict[str, Any] = {}
    loader = _Loader("")
    for key, inner in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise ValueError("A key is not a word")  # noqa: TRY004 - said of the file, not of our types
        if key.value in values:
            raise ValueError(f"`{key.value}` stands there twice")
        values[key.value] = _plain(inner, loader)
    loader.dispose()
    _check(values)
    return values


def _plain(node: yaml.Node, loader: _Loader) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(inner, loader) for inner in node.value]
    value = loader.construct_object(node)
    if isinstance(value, float) and not math.isfinite(value):
        return node.value
    if isinstance(value, str | int | float | None):
        return value
    return str(node.value)


def _check(values: dict[str, Any]) -> None:
    told = json.dumps(values, ensure_ascii=False)
    if "\\u0000" in told:
        raise ValueError("It holds a character that cannot be kept")
    try:
        told.encode()
    except UnicodeEncodeError:
        raise ValueError("It holds a character that cannot be kept") from None
