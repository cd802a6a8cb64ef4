"""The adapter for 3x-ui, 2.9 to 3.x. A client's name there is its `email`.

An update replaces the client, and the panel disables clients whose time or traffic is over. So
every write contains everything, including `enable`. Links differ from call to call, in sni and
short id.
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urljoin
from uuid import UUID, uuid4

import httpx
from pydantic import Field, PositiveInt, SecretStr

from gateways.errors import Denied, Foreign, Transient
from gateways.vpn import port, wire
from gateways.vpn.port import (
    Capability,
    Desired,
    Device,
    Mark,
    Observed,
    ScanPage,
    Version,
    fitting,
)
from gateways.vpn.three_x_ui_api import WHO, Api, Refusal
from gateways.vpn.three_x_ui_clients import (
    Client,
    Clients,
    ClientsOfInbounds,
    Model,
    Numbered,
    OwnClients,
    Seen,
)

EPOCH = datetime.fromtimestamp(0, UTC)
MILLISECOND = timedelta(milliseconds=1)
# By how many seconds the same start of a panel may seem to differ: slow answers, clocks put right.
SLACK = 120
# What a panel cannot do that counts devices in this way: it lists only those with a hardware id.
_LACKS: Mapping[str, frozenset[Capability]] = {
    "none": frozenset({"device_limit", "devices"}),
    "ip": frozenset({"devices"}),
}


class Options(wire.Options):
    """inbounds: those of a client; up to 3.0 only one. restricted_inbounds: those of clients in
    grace. flow: the flow of VLESS, which belongs to the inbounds. device_limit: what the panel
    itself counts: nothing; or IP addresses, where everybody behind the same one is banned together;
    or (from 3.7 on) the hardware ids that apps send to its own subscription addresses, where other
    apps are locked out. subscription_prefix: the beginning of these addresses, possibly relative to
    the panel's; 2.x gives links only there."""

    inbounds: frozenset[PositiveInt] = Field(min_length=1)
    restricted_inbounds: frozenset[PositiveInt] = frozenset()
    flow: str = ""
    device_limit: Literal["none", "ip", "hwid"] = "none"
    subscription_prefix: str | None = Field(None, pattern="/$")


class _AppStats(Model):
    uptime: int = 0


class _Status(Model):
    panel_version: str | None = None
    panel_guid: str = ""
    app_stats: _AppStats


class _Hwid(Model):
    id: int
    last_seen: int = 0
    user_agent: str | None = None
    device_os: str | None = None
    device_model: str | None = None


class ThreeXUi:
    majors = frozenset({"2", "3"})
    page_size = 200
    capabilities: frozenset[Capability] = frozenset(
        {"version", "epoch", "names", "expiry", "traffic", "device_limit", "devices", "groups"}
    )

    def __init__(
        self,
        http: httpx.AsyncClient,
        base_url: str,
        key: SecretStr,
        options: port.Options,
        mark: Mark,
    ) -> None:
        self._options = wire.parse_options(Options, WHO, options)
        can = wire.able(type(self).capabilities, groups=self._options.restricted_inbounds)
        counts = self._options.device_limit
        self._can = can - _LACKS.get(counts, frozenset())
        self.capabilities = self._can
        self._mark = mark
        self._api = Api(http, base_url, key)
        prefix = self._options.subscription_prefix
        self._prefix = prefix and urljoin(f"{base_url.rstrip('/')}/", prefix)
        self._version: Version | None = None

    async def version(self) -> Version:
        """Only 3.1 and later report it; 3.0 is the first with CSRF tokens."""
        text = (await self._api.get("server/status", _Status)).panel_version
        if text is None:
            text = "3.0" if await self._api.has_csrf() else "2"
        self._version = Version(WHO, text.removeprefix("v"))
        self.capabilities = self._can - ({"devices"} if self._is_before(3, 7) else set())
        return self._version

    async def apply(self, desired: Desired) -> Observed:
        clients, inbounds = await self._clients(), self._inbounds(desired)
        client = self._wanted(desired, None)
        known = await clients.find(desired.key) or await self._add(clients, client, inbounds)
        if known is not None:
            if not (desired.adopt or self._is_ours(known.client, desired.uuid)):
                raise Foreign(f"{WHO}: {desired.key} is a client that is not ours")
            if desired.reset_traffic and known.used != 0:
                await clients.reset_traffic(known)
            client = self._wanted(desired, known.client)
            await self._wake(clients, known, client)
            await clients.change(known, client, inbounds)
        seen = await self._confirmed(clients, Seen(client, inbounds), is_new=known is None)
        if desired.reset_traffic and seen.used:
            await self._count_anew(clients, known, seen)
        links = await self._links(clients, seen)
        if not any(str(desired.uuid) in link for link in links):
            raise Transient(f"{WHO}: no link of the client")
        return self._observed(seen, links)

    async def _count_anew(self, clients: Clients, before: Seen | None, seen: Seen) -> None:
        """A reset was seen to succeed and to leave what was used (issues 5390, 5411). What a new
        client used is that of one whom somebody deleted, and whose traffic he kept."""
        if before is None:
            await clients.reset_traffic(seen)
        elif 0 < (before.used or 0) <= (seen.used or 0):
            raise Transient(f"{WHO}: the panel goes on counting what the client used before")

    async def _links(self, clients: Clients, seen: Seen) -> tuple[str, ...]:
        """Asked by an address of its own network, the panel gives it to customers as well (issues
        4692, 4862)."""
        links = await clients.links(seen)
        wire.refuse_inside(WHO, links)
        return tuple(links)

    async def _wake(self, clients: Clients, known: Seen, client: Client) -> None:
        """Whom somebody disabled by hand 3.2 shows as enabled again and does not serve, until his
        uuid changes (issue 4705)."""
        if not known.client.enable and not self._is_before(3, 1) and self._is_before(3, 3):
            another = client.model_copy(update={"uuid": str(uuid4())})
            await clients.change(known, another, known.inbounds)

    async def _confirmed(self, clients: Clients, wanted: Seen, *, is_new: bool) -> Seen:
        """Reads the client that was written: a panel was seen to answer success and to leave it
        disabled, with its old end, or without an inbound. Only a change overwrites the end and the
        limit that an earlier client of the name left to a new one."""
        seen = await clients.observe(wanted.client.email)
        if is_new and seen and _differing(seen, wanted):
            await clients.change(seen, wanted.client, wanted.inbounds)
            seen = await clients.observe(wanted.client.email)
        if seen is None:
            raise Transient(f"{WHO}: the client is not there after it was written")
        if differing := _differing(seen, wanted):
            raise Transient(f"{WHO}: the client is not as it was written: {', '.join(differing)}")
        return seen

    async def remove(self, key: str, uuid: UUID) -> bool:
        clients = await self._clients()
        known = await self._ours(clients, key, uuid)
        if known is None:
            return False
        with suppress(Refusal):
            # The core was seen to go on serving a client that was only deleted.
            disabled = known.client.model_copy(update={"enable": False})
            await clients.change(known, disabled, known.inbounds)
        try:
            await clients.remove(known)
        except Refusal:
            if await clients.find(key) is not None:
                raise
        return True

    async def get(self, key: str, uuid: UUID) -> Observed | None:
        clients = await self._clients()
        known = await clients.observe(key)
        if known is None or not self._is_ours(known.client, uuid):
            return None
        return self._observed(known, await self._links(clients, known))

    async def scan(self, cursor: str | None) -> ScanPage:
        """Sorted by row number. If a client is deleted meanwhile, the next page misses one; the
        changed total shows that."""
        number = int(cursor or 1)
        page = await (await self._clients()).page(number, self.page_size)
        shown = len(page.seen) + page.unread
        more = shown > 0 and (number - 1) * self.page_size + shown < page.total
        observed = tuple(self._observed(seen) for seen in page.seen)
        return ScanPage(observed, str(number + 1) if more else None, page.total, page.unread)

    async def probe(self, known: str | None = None) -> str:
        """Which panel it is, and since when it runs, in Unix seconds. It tells only for how long,
        so the same start comes out some seconds earlier or later each time, by whichever listener:
        then the epoch is the known one."""
        status = await self._api.get("server/status", _Status)
        since = round(time.time()) - status.app_stats.uptime
        panel, _, before = (known or "").rpartition(":")
        if panel == status.panel_guid and before.isdecimal() and abs(since - int(before)) <= SLACK:
            return f"{panel}:{before}"
        return f"{status.panel_guid}:{since}"

    async def devices(self, key: str, uuid: UUID) -> list[Device]:
        """Before 3.7 the panel knows no devices."""
        clients = await self._clients()
        if self._is_before(3, 7) or await self._ours(clients, key, uuid) is None:
            return []
        shown = await self._api.call("POST", f"clients/hwids/{key}")
        return [_device(it) for it in wire.parsed(WHO, list[_Hwid], shown or [])]

    async def unbind(self, key: str, uuid: UUID, device_id: str | None) -> None:
        bound = {device.id for device in await self.devices(key, uuid)}
        if device_id is None and bound:
            await self._api.call("DELETE", f"clients/hwids/{key}")
        elif device_id in bound:
            await self._api.call("DELETE", f"clients/hwids/{key}/{device_id}")

    # -- A client

    async def _clients(self) -> Clients:
        options = self._options
        if self._version is None:
            await self.version()
        if options.device_limit == "hwid" and self._is_before(3, 7):
            raise Denied(f"{WHO}: the panel's options are wrong: a device_limit of hwid needs 3.7")
        if not self._is_before(3, 1):
            return OwnClients(self._api, self._mark)
        if len(options.inbounds) > 1 or len(options.restricted_inbounds) > 1:
            raise Denied(f"{WHO}: the panel's options are wrong: one inbound only before 3.1")
        if not self._is_before(3):
            return ClientsOfInbounds(self._api, self._mark, None)
        if self._prefix is None:
            raise Denied(f"{WHO}: the panel's options are wrong: 2.x needs subscription_prefix")
        return ClientsOfInbounds(self._api, self._mark, self._prefix)

    def _is_before(self, *numbers: int) -> bool:
        return self._version is not None and self._version.numbers < numbers

    def _is_ours(self, client: Client, uuid: UUID) -> bool:
        return self._mark.read(client.comment) is not None or client.uuid == str(uuid)

    async def _ours(self, clients: Clients, key: str, uuid: UUID) -> Seen | None:
        known = await clients.find(key)
        return known if known and self._is_ours(known.client, uuid) else None

    async def _add(self, clients: Clients, client: Client, inbounds: frozenset[int]) -> Seen | None:
        """Returns the client that took the name meanwhile, or is only in some of its inbounds,
        because adding is not atomic; None if everything is done."""
        try:
            await clients.add(client, inbounds)
        except Refusal:
            known = await clients.find(client.email)
            if known is None:
                await self._refuse_unknown_inbounds()
                raise
            return known
        return None

    async def _refuse_unknown_inbounds(self) -> None:
        known = {it.id for it in await self._api.get("inbounds/list", list[Numbered])}
        options = self._options
        if unknown := sorted((options.inbounds | options.restricted_inbounds) - known):
            raise Denied(f"{WHO}: the panel's options are wrong: no inbound {unknown}")

    def _inbounds(self, desired: Desired) -> frozenset[int]:
        restricted = self._options.restricted_inbounds if desired.restricted else None
        return restricted or self._options.inbounds

    def _wanted(self, desired: Desired, known: Client | None) -> Client:
        """The subscription address is as secret as the uuid and changes with it; an adopted account
        keeps its address."""
        uuid, limit = str(desired.uuid), desired.device_limit or 0
        stays = known and (known.uuid == uuid or self._mark.read(known.comment) is None)
        return Client(
            uuid=uuid,
            email=desired.key,
            sub_id=(known.sub_id if known and stays else "") or desired.uuid.hex,
            enable=True,
            expiry_time=-((EPOCH - desired.expires_at) // MILLISECOND),
            total=desired.data_limit or 0,
            limit_ip=limit if self._options.device_limit == "ip" else 0,
            limit_hwid=limit if self._options.device_limit == "hwid" else 0,
            tg_id=desired.telegram_id or 0,
            group=known.group if known else "",
            comment=self._mark.write(desired.generation),
            flow=self._options.flow,
        )

    def _observed(self, seen: Seen, links: tuple[str, ...] = ()) -> Observed:
        client = seen.client
        generation = self._mark.read(client.comment)
        return Observed(
            uuid=_uuid(client.uuid),
            key=client.email,
            generation=generation,
            expires_at=_time(client.expiry_time),
            enabled=client.enable,
            links=links,
            subscription_url=self._prefix and self._prefix + client.sub_id,
            data_limit=client.total,
            device_limit=self._device_limit(client),
            used_bytes=seen.used,
            online_at=_time(seen.last_online or 0),
            groups=fitting(
                seen.inbounds, self._options.inbounds, self._options.restricted_inbounds
            ),
            ours=generation is not None,
        )

    def _device_limit(self, client: Client) -> int | None:
        """None where the panel is told to count nothing."""
        if "device_limit" not in self._can:
            return None
        return client.limit_hwid or client.limit_ip


def _differing(seen: Seen, wanted: Seen) -> list[str]:
    """Returns what is otherwise than it was written. A client whose time or traffic is over is
    disabled by the panel itself."""
    has, ought = seen.client, wanted.client
    is_used_up = 0 < has.total <= (seen.used or 0)
    is_over = 0 < has.expiry_time <= time.time() * 1000 or is_used_up
    same = {
        "uuid": has.uuid == ought.uuid,
        "enable": has.enable or is_over,
        "expiry": has.expiry_time == ought.expiry_time,
        "total": has.total == ought.total,
        "inbounds": seen.inbounds == wanted.inbounds,
    }
    return [name for name, is_same in same.items() if not is_same]


def _device(shown: _Hwid) -> Device:
    name = shown.device_model or shown.user_agent
    return Device(str(shown.id), name, shown.device_os, _time(shown.last_seen))


def _uuid(text: str | None) -> UUID | None:
    """Cores accept other texts as well, which are not ours."""
    try:
        return UUID(text)
    except (TypeError, ValueError):
        return None


def _time(milliseconds: int) -> datetime | None:
    """None for no end, and for a time that begins with the first connection."""
    return wire.moment(milliseconds / 1000) if milliseconds > 0 else None
