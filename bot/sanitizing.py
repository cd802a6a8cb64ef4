"""Reads JSON from outside, whatever it contains, and returns values that can be stored.

JSON can express what PostgreSQL refuses (NUL, half of a surrogate pair), what Python refuses
(numbers of thousands of digits), and what exhausts a stack. No event is lost because of that: it is
stored as the bytes that arrived. Here such characters are replaced, and such numbers and depths are
left out.
"""

import json
import re
from typing import Any

# Most bodies contain none of these and are parsed once.
_SUSPICIOUS = re.compile(rb"\\u0000|\\u[dD][89a-fA-F]|[0-9]{18}|[0-9][eE]|NaN|Infinity")
_MANY_BRACKETS = 400
_DEEPEST = 64
# An unterminated string also counts as a string: searching for its end from each quote would take
# hours.
_BRACKET_OR_STRING = re.compile(r'[\[\]{}]|"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_ORDINARY = re.compile(r"-?\d{1,18}(\.\d{1,18})?([eE][+-]?\d{1,2})?")
_LARGEST = 1e18


def read_json(body: bytes) -> Any:
    """Raises ValueError for a body that is not JSON."""
    brackets = body.count(b"{") + body.count(b"[")
    if brackets <= _MANY_BRACKETS and not _SUSPICIOUS.search(body):
        try:
            return json.loads(body.decode())
        except ValueError:
            pass
    text = _shallow(body.decode(errors="replace"))
    read = json.loads(
        text, parse_int=_number, parse_float=_number, parse_constant=_left_out, strict=False
    )
    return _storable(read)


def _shallow(text: str) -> str:
    """Removes parts that are nested so deep that reading them would exhaust the stack."""
    kept, depth, start = [], 0, 0
    for match in _BRACKET_OR_STRING.finditer(text):
        match match.group():
            case "[" | "{":
                depth += 1
                if depth == _DEEPEST + 1:
                    kept.append(text[start : match.start()])
            case "]" | "}":
                if depth == _DEEPEST + 1:
                    kept.append("null")
                    start = match.end()
                depth -= 1
    return "".join(kept) + text[start:] if depth <= _DEEPEST else "".join(kept)


def _left_out(_: object) -> None:
    return None


def _number(text: str) -> int | float | None:
    if not _ORDINARY.fullmatch(text) or abs(float(text)) >= _LARGEST:
        return None
    return int(text) if text.lstrip("-").isdigit() else float(text)


def _storable(value: Any) -> Any:
    match value:
        case dict():
            return {_text(key): _storable(one) for key, one in value.items()}
        case list():
            return [_storable(one) for one in value]
        case str():
            return _text(value)
    return value


def _text(text: str) -> str:
    return text if text.isprintable() else _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
