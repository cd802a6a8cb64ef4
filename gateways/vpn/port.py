"""The interface of VPN panels, in absolute values: a repeated call changes nothing.

Panels enforce the expiry themselves, and no panel fences stale writes. So the shop has one writer
for each access, and an answer counts only for the generation for which it was requested.

An account is ours if its note carries our mark, or if it has our uuid. No other is ever written: a
name that somebody else has taken raises `Foreign`, until an operator adopts the account. Another
shop on the same panel gives the same names (s_17), so the mark says which shop it is.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, TypeAlias, TypeVar
from uuid import UUID

T = TypeVar("T")

Capability: TypeAlias = Literal[
    "version",  # reports its version
    "epoch",  # has an epoch that changes when its core restarts
    "names",  # accounts have names, so that a name can be taken by somebody else
    "expiry",  # reports the expiry of an account
    "traffic",  # counts traffic and limits it
    "device_limit",  # limits devices
    "devices",  # lists devices and unbinds them
    "groups",  # can move an account to a restricted group
]


Group: TypeAlias = Literal["full", "restricted"]


@dataclass(frozen=True, slots=True)
class Version:
    product: str
    text: str

    @property
    def major(self) -> str:
        return major(self.text)

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(int(number) for number in re.findall(r"\d+", self.text.partition("-")[0]))


def major(version: str) -> str:
    """The part of a version that changes when programs break: 3 of 3.4.5, but 0.8 of 0.8.4."""
    numbers = re.findall(r"\d+", version.partition("-")[0])
    return ".".join(numbers[:2] if numbers[:1] == ["0"] else numbers[:1])


@dataclass(frozen=True, slots=True)
class Desired:
    """The desired state of an access. The database owns key and uuid, and never reuses them. A
    limit of None means no limit; data_limit is in bytes. reset_traffic: earlier usage no longer
    counts; after a crash it may be requested once more. restricted: only what is needed to pay is
    within reach, where the panel can do that. adopt: an operator allowed to take over an account
    that has the key as its name. former: earlier identities of the access, which must not work any
    more: a panel that knows accounts by their uuid removes them."""

    key: str
    uuid: UUID
    generation: int
    expires_at: datetime
    telegram_id: int | None
    device_limit: int | None = None
    data_limit: int | None = None
    reset_traffic: bool = False
    restricted: bool = False
    adopt: bool = False
    former: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Observed:
    """An account as the panel has it; None for what this panel does not tell.

    links are share links (vless://...), subscription_url is the panel's own address for them.
    data_limit is in bytes; a limit of 0 means none. connected_at is the first connection. groups
    says for which accounts its inbounds, squads or groups are those of the options. ours: it
    carries our mark.
    """

    uuid: UUID | None = None
    key: str | None = None
    generation: int | None = None
    expires_at: datetime | None = None
    enabled: bool | None = None
    links: tuple[str, ...] = ()
    subscription_url: str | None = None
    data_limit: int | None = None
    device_limit: int | None = None
    used_bytes: int | None = None
    online_at: datetime | None = None
    connected_at: datetime | None = None
    devices: int | None = None
    groups: frozenset[Group] | None = None
    ours: bool = False


@dataclass(frozen=True, slots=True)
class ScanPage:
    """A page of accounts. next_cursor is None on the last one. total is the number of all accounts
    as the panel tells it with this page: if it changes, the pages may not fit together. unread is
    the number of accounts on this page that cannot be read and do not carry our mark."""

    observed: tuple[Observed, ...]
    next_cursor: str | None
    total: int | None
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Device:
    id: str
    name: str | None = None
    platform: str | None = None
    seen_at: datetime | None = None


class Panel(Protocol):
    """Each call raises only errors of gateways.errors. An instance lives as long as the panel's
    address, key and options stay the same, so it may keep a login."""

    capabilities: frozenset[Capability]
    """What this panel can do with its options and, once that was asked, its version."""
    majors: frozenset[str]
    """The major versions that the adapter was written for; see `major`."""

    async def version(self) -> Version: ...

    async def apply(self, desired: Desired) -> Observed:
        """Makes the account exactly this, whether it exists or not."""

    async def remove(self, key: str, uuid: UUID) -> bool:
        """Makes our account absent; returns whether it existed."""

    async def get(self, key: str, uuid: UUID) -> Observed | None: ...

    async def scan(self, cursor: str | None) -> ScanPage:
        """Returns the page at the cursor, None for the first: every account that the panel has,
        also those that are not ours."""

    async def probe(self, known: str | None = None) -> str:
        """Returns the panel's epoch. A changed epoch (its core restarted, it was restored) requires
        a full comparison. A panel without one returns an empty string. `known`: what it was last,
        for panels that tell it only roughly."""

    async def devices(self, key: str, uuid: UUID) -> list[Device]:
        """Returns the devices bound to our account; none if it is absent."""

    async def unbind(self, key: str, uuid: UUID, device_id: str | None) -> None:
        """Unbinds a device, or all of them; success if the device is not bound."""


def fitting(has: Set[T], full: Set[T], restricted: Set[T]) -> frozenset[Group]:
    """Returns for which accounts these groups are right. Without a restricted group, accounts in
    the grace have the usual ones."""
    wanted: Mapping[Group, Set[T]] = {"full": full, "restricted": restricted or full}
    return frozenset(name for name, groups in wanted.items() if has == groups)


def allows(panel: Panel, version: Version, acknowledged: str | None) -> bool:
    """Whether the adapter was written for this version, or an operator acknowledged its major."""
    return version.major in panel.majors or (
        acknowledged is not None and major(acknowledged) == version.major
    )


Options: TypeAlias = Mapping[str, Any]
"""What an adapter must know of its panel and is no secret: vpn.panels.options."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a shop writes into the notes of its accounts."""

    shop: str

    def write(self, generation: int) -> str:
        return f"tickover {self.shop} g={generation}"

    def read(self, note: str | None) -> int | None:
        """Returns the generation that a note carries; None if the note is not this shop's."""
        found = re.search(rf"\btickover {re.escape(self.shop)} g=(\d{{1,18}})\b", note or "")
        return int(found[1]) if found else None

    def is_of_another_shop(self, note: str | None) -> bool:
        """Whether a note carries the mark of another shop."""
        found = re.search(r"\btickover (\S+) g=\d", note or "")
        return found is not None and found[1] != self.shop
