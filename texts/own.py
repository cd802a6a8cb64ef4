"""The texts that a shop writes itself, in place of some of ours (app.shop_texts)."""

import re
from collections.abc import Mapping

from fluent.runtime import FluentResource
from fluent.syntax.ast import Resource

# By language, or "all"; then by the name of the message.
OwnTexts = Mapping[str, Mapping[str, str]]
# The shop's name, a term of the catalogues.
BRAND = "brand"


def texts_of(texts: OwnTexts, language: str) -> dict[str, str]:
    return {**texts.get("all", {}), **texts.get(language, {})}


def resource(texts: Mapping[str, str]) -> Resource:
    """Messages that say exactly these texts, whatever characters are in them."""
    return FluentResource(
        "".join(f"{_id(name)} = {_pattern(text)}\n" for name, text in texts.items())
    )


def _id(name: str) -> str:
    return f"-{BRAND}" if name == BRAND else name


def _pattern(text: str) -> str:
    parts = re.split(r"\{([a-z_]+)\}", text)
    return "".join(
        _literal(part) if at % 2 == 0 else _reference(part) for at, part in enumerate(parts)
    )


def _literal(part: str) -> str:
    escaped = part.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\u000A")
    return f'{{"{escaped}"}}' if part else ""


def _reference(name: str) -> str:
    return f"{{ -{BRAND} }}" if name == BRAND else f"{{ ${name} }}"
