"""How the parts of the admin menu are put together: each is a module with places and forms."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from aiogram import Router

from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.handlers.admin.forms import Form
from bot.screens import Screen

Place = Callable[[Admin, AdminGo], Awaitable[Screen]]


@dataclass(frozen=True)
class Notes:
    """What the first screen says of a part: a line above the menu, and how many things of a place
    need somebody."""

    banner: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One capability of the admin menu."""

    places: Mapping[str, Place]
    forms: Sequence[Form] = ()
    entries: Mapping[str, str] = field(default_factory=dict)
    """Places that stand in the menu, each with the permission that it needs, or several, of which
    one is enough; the label is the text button-admin-<place>."""
    router: Callable[[], Router] | None = None
    """Makes a router for taps that are neither places nor forms."""
    notes: Callable[[Admin], Awaitable[Notes]] | None = None
