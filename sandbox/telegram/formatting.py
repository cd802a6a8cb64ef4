"""Text as Telegram stores it: plain, with separate entities, offsets in UTF-16 units."""

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.store import Json
from sandbox.telegram.errors import ApiError, bad_request

_TYPES = {
    **{"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline"},
    **{"ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough"},
    **{"tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre"},
    **{"tg-emoji": "custom_emoji", "blockquote": "blockquote"},
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(lt|gt|amp|quot));?")
_TAG_NAME = re.compile(r"[^\s>/]+")
_END_TAG = re.compile(r"</([^\s>]*)\s*>")
_START_TAG = re.compile(
    r"<([^\s>/]*)((?:\s+[^\s=>]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?)*)\s*/?>"
)
_ATTRIBUTE = re.compile(r"([^\s=>]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]*))?")
_LINK = re.compile(r"^(https?|tg|ton|mailto|tel)://?[^\s]+$|^(mailto|tel):[^\s]+$", re.IGNORECASE)
_BARE = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)])|(?<![\w/])(?P<bot_command>/[A-Za-z]\w{0,31})\b"
)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parse(text: str, parse_mode: str, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """Returns the visible text and its entities. Refuses what Telegram cannot parse."""
    match parse_mode.lower():
        case "html":
            text, entities = _Html(text).parse()
        case "":
            entities = list(entities or [])
        case "markdown" | "markdownv2":
            raise ApiError(501, "the sandbox reads HTML only, not Markdown")
        case _:
            raise bad_request("unsupported parse_mode")
    text, entities = _trim(text, entities)
    return text, sorted(
        entities + _found(text, entities), key=lambda e: (e["offset"], -e["length"])
    )


@dataclass
class _Open:
    """A start tag that waits for its end tag."""

    name: str
    offset: int
    begin: int
    attributes: dict[str, str]


@dataclass
class _Html:
    """Telegram's subset of HTML: few tags, four named references, strict syntax."""

    source: str
    parts: list[str] = field(default_factory=list)
    offset: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def parse(self) -> tuple[str, list[Json]]:
        position = 0
        while position < len(self.source):
            if self.source.startswith("</", position):
                position = self._end_tag(position)
            elif self.source[position] == "<":
                position = self._start_tag(position)
            elif reference := _REFERENCE.match(self.source, position):
                self._text(_dereference(reference))
                position = reference.end()
            else:
                self._text(self.source[position])
                position += 1
        if self.stack:
            raise _unparsable(
                f'Can\'t find end tag corresponding to start tag "{self.stack[-1].name}"'
            )
        return "".join(self.parts), self.entities

    def _text(self, text: str) -> None:
        self.parts.append(text)
        self.offset += utf16_length(text)

    def _at(self, position: int) -> str:
        return f"at byte offset {len(self.source[:position].encode())}"

    def _start_tag(self, position: int) -> int:
        named = _TAG_NAME.match(self.source, position + 1)
        name = named[0].lower() if named else ""
        if name not in _TYPES:
            raise _unparsable(f'Unsupported start tag "{name}" {self._at(position)}')
        tag = _START_TAG.match(self.source, position)
        if tag is None:
            raise _unparsable(f"Unclosed start tag {self._at(position)}")
        attributes = {a[1].lower(): (a[2] or "").strip("\"'") for a in _ATTRIBUTE.finditer(tag[2])}
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" {self._at(position)}')
        self.stack.append(_Open(name, self.offset, len(self.parts), attributes))
        return tag.end()

    def _end_tag(self, position: int) -> int:
        tag = _END_TAG.match(self.source, position)
        if tag is None or not self.stack:
            raise _unparsable(f"Unexpected end tag {self._at(position)}")
        opened = self.stack.pop()
        name = tag[1].lower()
        if name not in ("", opened.name):
            expected = f'expected "</{opened.name}>", found "</{name}>"'
            raise _unparsable(f"Unmatched end tag {self._at(position)}, {expected}")
        self._close(opened)
        return tag.end()

    def _close(self, opened: _Open) -> None:
        length = self.offset - opened.offset
        entity: Json = {"type": _TYPES[opened.name], "offset": opened.offset, "length": length}
        match opened.name:
            case "a":
                entity["url"] = opened.attributes.get("href") or "".join(self.parts[opened.begin :])
                if not _LINK.match(entity["url"]):
                    return  # Telegram shows the text and drops a link without a valid address
            case "tg-emoji":
                entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
            case "blockquote" if "expandable" in opened.attributes:
                entity["type"] = "expandable_blockquote"
            case "code" if (
                self.stack and self.stack[-1].name == "pre" and opened.attributes.get("class")
            ):
                language = opened.attributes["class"].removeprefix("language-")
                self.stack[-1].attributes["language"] = language
                return
            case "pre" if "language" in opened.attributes:
                entity["language"] = opened.attributes["language"]
        if length:
            self.entities.append(entity)


def _dereference(reference: re.Match[str]) -> str:
    if reference[3]:
        return _NAMED[reference[3]]
    number = int(reference[1]) if reference[1] else int(reference[2], 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else reference[0]


def _unparsable(why: str) -> ApiError:
    return bad_request(f"can't parse entities: {why}")


def _trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Removes leading and trailing white space, and shortens entities accordingly."""
    start = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    end = utf16_length(text)
    kept = []
    for entity in entities:
        begin = max(entity["offset"] - start, 0)
        length = min(entity["offset"] - start + entity["length"], end) - begin
        if length > 0:
            kept.append({**entity, "offset": begin, "length": length})
    return text, kept


def _found(text: str, entities: list[Json]) -> list[Json]:
    """Addresses and commands that Telegram detects automatically, outside of code and links."""
    found: list[Json] = []
    for match in _BARE.finditer(text):
        offset, length = utf16_length(text[: match.start()]), utf16_length(match[0])
        inside = any(
            e["offset"] < offset + length and offset < e["offset"] + e["length"]
            for e in entities
            if e["type"] in ("code", "pre", "text_link")
        )
        if not inside:
            found.append({"type": str(match.lastgroup), "offset": offset, "length": length})
    return found


def explicit(value: Any) -> list[Json] | None:
    """Entities that the caller gave instead of a parse mode."""
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(e, dict) and "type" in e for e in value):
        raise bad_request("can't parse entities JSON object")
    return value
