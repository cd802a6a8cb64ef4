"""What makes a text in a right-to-left language look right around keys, prices and names.

Fluent puts each value between U+2068 and U+2069, so that it keeps its own direction and does not
reorder its neighbours. Telegram keeps these characters (it removes U+202A to U+202E).
"""

import re

_ISOLATE, _END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_EMPTY = re.compile(f"{_ISOLATE}{_END}")
_CODE = re.compile(f"<code>{_ISOLATE}([^<]*){_END}</code>")
_LINE = re.compile(r"^(?=.)", re.MULTILINE)


def uncluttered(text: str) -> str:
    """Nothing invisible inside of what a tap copies, and no isolate around nothing."""
    while _EMPTY.search(text):
        text = _EMPTY.sub("", text)
    return _CODE.sub(rf"{_ISOLATE}<code>\1</code>{_END}", text)


def right_to_left(text: str) -> str:
    """Telegram takes the direction of a line from its first letter, which may be that of a name or
    of a command."""
    return _LINE.sub("\N{RIGHT-TO-LEFT MARK}", text)
