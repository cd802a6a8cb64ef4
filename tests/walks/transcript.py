"""A chat as plain text: what happened in it between two looks, as a reviewer reads it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.support.bot import plain

Json = dict[str, Any]
Messages = Mapping[int, Json]

# Telegram's entities, and how they are written here.
_MARKS = {"bold": "*", "italic": "_", "underline": "__", "strikethrough": "~", "code": "`"}
# What differs from run to run, and what stands for it.
_STABLE = [
    (re.compile(r"vless://[^\s`\"]+"), "vless://<key>"),
    (re.compile(r"gift_[\w-]{32}"), "gift_<code>"),
    (re.compile(r"/sub/[\w-]{20,}"), "/sub/<address>"),
    (re.compile(r"\bref_[0-9a-f]{8}\b"), "ref_<code>"),
    (re.compile(r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b"), "<id>"),
    (re.compile(r"(?<=: `)\d+(?=`)"), "<id>"),
    (re.compile(r"(?<=\btransfer )\d+|(?<=\bпроводка )\d+"), "<id>"),
]


@dataclass
class Transcript:
    """The lines of one chat."""

    lines: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    """The messages that stand here already, word for word."""

    def heading(self, text: str) -> None:
        self.lines += ["", f"== {text}"]

    def happens(self, text: str) -> None:
        """What a person does, or what happens outside the chat."""
        self.lines += ["", text]

    def shown(
        self, who: str, before: Messages, after: Messages, alerts: Sequence[Json], screen: str
    ) -> None:
        """`screen`: "17 menu", the number of the message that is the screen, and its name."""
        number, _, name = screen.partition(" ")
        for message_id in sorted(after):
            message = after[message_id]
            if message["from"] != "bot" or message == before.get(message_id):
                continue
            verb = "edits" if message_id in before else "sends"
            called = f" ({name})" if str(message_id) == number else ""
            self.lines += ["", f"{who} {verb}{called}:", *self._body(message)]
        for message_id in sorted(before.keys() - after.keys()):
            self.lines += ["", f"{who} removes “{_first_line(before[message_id])}”"]
        for alert in alerts:
            self.lines += ["", f"{who} shows an alert:", *_quoted(alert["text"])]

    def _body(self, message: Json) -> list[str]:
        """What was seen before is not read again."""
        body = _body(message)
        if (whole := stable("\n".join(body))) in self.seen:
            return [f"  | (as above) {_first_line(message)}"]
        self.seen.add(whole)
        return body

    @property
    def text(self) -> str:
        return stable("\n".join(self.lines).strip()) + "\n"


def stable(text: str) -> str:
    for pattern, name in _STABLE:
        text = pattern.sub(name, text)
    return text


def visible(message: Json) -> Json:
    """What a person sees of a message: what decides whether it has changed."""
    kept = ("from", "text", "entities", "buttons", "photo", "document", "payment", "refund", "dice")
    return {key: message[key] for key in kept}


def marked(text: str, entities: Sequence[Json]) -> str:
    """The text with a mark around each entity. Offsets of Telegram count UTF-16 code units."""
    units = text.encode("utf-16-le")
    at: dict[int, list[str]] = {}
    for entity in sorted(entities, key=lambda one: -int(one["length"])):
        mark = _MARKS.get(entity["type"])
        opening, closing = (mark, mark) if mark else ("", "")
        if entity["type"] == "text_link":
            opening, closing = "[", f"]({entity['url']})"
        start, end = entity["offset"], entity["offset"] + entity["length"]
        at.setdefault(start, []).append(opening)
        at.setdefault(end, []).insert(0, closing)
    pieces, last = [], 0
    for place in sorted(at):
        pieces += [units[2 * last : 2 * place].decode("utf-16-le"), *at[place]]
        last = place
    return "".join(pieces) + units[2 * last :].decode("utf-16-le")


def _body(message: Json) -> list[str]:
    lines = []
    if message["photo"]:
        lines.append("  (a picture)")
    if message["dice"]:
        lines.append(f"  (a ball: {message['dice']['value']})")
    if message["document"]:
        lines.append(f"  (a file: {message['document']['name']})")
    if message["text"]:
        lines += _quoted(marked(message["text"], message["entities"]))
    return lines + ["  " + " ".join(_label(button) for button in row) for row in message["buttons"]]


def _quoted(text: str) -> list[str]:
    return [f"  | {line}".rstrip() for line in plain(text).split("\n")]


def _label(button: Json) -> str:
    """The main button of a screen has a star; ↗ opens a page, ⧉ copies."""
    sign = " ↗" if button["url"] else " ⧉" if button["copy"] else ""
    main = "*" if button["style"] == "primary" else ""
    return f"[{main} {plain(button['text'])}{sign} ]"


def _first_line(message: Json) -> str:
    text = next((line for line in (message["text"] or "").split("\n") if line.strip()), "a message")
    return plain(text)
