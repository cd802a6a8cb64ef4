"""Sanitizes a body from outside, so that PostgreSQL can hold it and every consumer can read it.

JSON can say what jsonb refuses (NUL, half of a surrogate pair), what jsonb takes and Python does
not give back (numbers of thousands of digits), and what exhausts a stack. No update is lost for
that: such characters are replaced, such numbers and depths are left out.
"""

import json
import re
from typing import Any

# Most bodies have nothing of the kind and are parsed once.
_SUSPICIOUS = re.compile(rb"\\u0000|\\u[dD][89a-fA-F]|[0-9]{18}|[0-9][eE]|NaN|Infinity")
_MANY_BRACKETS = 400
_DEEPEST = 64
_CONTROL = re.compile(rb"[\x00-\x1f]")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_ORDINARY = re.compile(r"-?\d{1,18}(\.\d{1,18})?([eE][+-]?\d{1,2})?")
_LARGEST = 1e18


def sanitize(body: bytes) -> tuple[str, Any, bool]:
    """Returns the body as JSON text and as values, and whether it had to be changed for that.
    Raises ValueError or RecursionError for what is not JSON."""
    brackets = body.count(b"{") + body.count(b"[")
    if brackets <= _MANY_BRACKETS and not _SUSPICIOUS.search(body):
        try:
            text = body.decode()
            return text, json.loads(text), False
        except ValueError:
            pass
    return _Sanitizer().read(body)


class _Sanitizer:
    def __init__(self) -> None:
        self._changed = False

    def read(self, body: bytes) -> tuple[str, Any, bool]:
        try:
            text = body.decode()
        except UnicodeDecodeError:
            text, self._changed = body.decode(errors="replace"), True
        # Within a string it is not JSON; what is written anew has none.
        self._changed = self._changed or bool(_CONTROL.search(body))
        read = json.loads(
            text,
            parse_int=self._number,
            parse_float=self._number,
            parse_constant=self._left_out,
            strict=False,
        )
        fields = self._sanitized(read, 0)
        return (json.dumps(fields) if self._changed else text), fields, self._changed

    def _left_out(self, _: object) -> Any:
        self._changed = True
        return None

    def _number(self, text: str) -> Any:
        if not _ORDINARY.fullmatch(text) or abs(float(text)) >= _LARGEST:
            return self._left_out(text)
        return int(text) if text.lstrip("-").isdigit() else float(text)

    def _sanitized(self, value: Any, depth: int) -> Any:
        match value:
            case dict() | list() if depth >= _DEEPEST:
                return self._left_out(value)
            case dict():
                return {
                    self._text(key): self._sanitized(one, depth + 1) for key, one in value.items()
                }
            case list():
                return [self._sanitized(one, depth + 1) for one in value]
            case str():
                return self._text(value)
        return value

    def _text(self, text: str) -> str:
        if text.isprintable():
            return text
        sanitized = _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
        self._changed = self._changed or sanitized != text
        return sanitized
