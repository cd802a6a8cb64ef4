"""Makes panels do what the database asks for: translates between rows and the port only."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeAlias
from uuid import UUID

import httpx
from pydantic import SecretStr

from gateways.errors import DeadLinks, Denied, GatewayError, Transient, Unknown
from gateways.http import Clients
from gateways.vpn.check import CLEAN_UP, Differs, Steps, Throwaway, failed, next_step
from gateways.vpn.marzban import Marzban
from gateways.vpn.pasarguard import PasarGuard
from gateways.vpn.port import Desired, Device, Mark, Observed, Options, Panel, Version, allows
from gateways.vpn.remnawave import Remnawave
from gateways.vpn.three_x_ui import ThreeXUi
from gateways.vpn.wire import Forbidden, NoRoute
from gateways.vpn.xray_api import XrayApi

Row: TypeAlias = Mapping[str, Any]
# Creates an adapter from an HTTP client, the panel's base URL, key and options, and our mark.
Adapter: TypeAlias = Callable[[httpx.AsyncClient, str, SecretStr, Options, Mark], Panel]
ADAPTERS: Mapping[str, Adapter] = {
    "marzban": Marzban,
    "pasarguard": PasarGuard,
    "remnawave": Remnawave,
    "3x-ui": ThreeXUi,
    "xray-api": XrayApi,
}
# How long a version is cached, in seconds: panels are upgraded while we run.
VERSION_HOLDS = 300.0
# How long a step of a check waits for a panel, in seconds: less than a call may take.
STEP_PATIENCE = 12.0
# How long links are read during a scan, in seconds; what was read by then counts.
SAMPLE_PATIENCE = 5.0


class Keys(Protocol):
    def get(self, panel: str, /) -> SecretStr | None: ...


@dataclass
class _Session:
    """An adapter with its login, what it was made from, and the version last seen."""

    made_of: tuple[object, ...]
    panel: Panel
    version: Version | None = None
    seen_at: float = 0.0

    async def ask_version(self) -> Version:
        self.version = None
        self.version = await self.panel.version()
        self.seen_at = time.monotonic()
        return self.version

    async def refuse_unknown_version(self, acknowledged: str | None) -> None:
        """When panels changed, other programs created accounts and then failed on the answers. So
        a panel that is too new gets no request."""
        version = self.version
        if version is None or time.monotonic() - self.seen_at > VERSION_HOLDS:
            version = await self.ask_version()
        if not allows(self.panel, version, acknowledged):
            raise Denied(
                f"{version.product} {version.text} is a version that this program does not know:"
                " acknowledge it with ops.acknowledge_version"
            )


class VpnGateway:
    """Serves the kinds of the topic `vpn`. Each panel has its own HTTP client and its own login,
    which lasts as long as its kind, address, key and options stay the same."""

    def __init__(self, clients: Clients, keys: Keys) -> None:
        self._clients = clients
        self._keys = keys
        self._sessions: dict[tuple[str, Mark], _Session] = {}
        self._calls = {
            "vpn.apply": _apply,
            "vpn.remove": _apply,
            "vpn.scan": _scan,
            "vpn.devices": _devices,
            "vpn.unbind": _unbind,
        }

    async def serve(self, kind: str, row: Row) -> dict[str, Any]:
        if kind == "vpn.probe":
            return await self._probe(row)
        if kind == "vpn.check":
            return await self._check(row)
        call = self._calls.get(kind)
        if call is None:
            raise Unknown(f"kind {kind}")
        async with self._session(row) as session:
            await session.refuse_unknown_version(row.get("acknowledged_version"))
            return await call(session.panel, row)

    async def _probe(self, row: Row) -> dict[str, Any]:
        """Reports an unknown version as well, because somebody has to acknowledge it."""
        async with self._session(row) as session:
            version = await session.ask_version()
            epoch = await session.panel.probe(row.get("epoch"))
            return {
                "product": version.product,
                "version": version.text,
                "known": allows(session.panel, version, row.get("acknowledged_version")),
                "capabilities": sorted(session.panel.capabilities),
                "epoch": epoch,
            }

    async def _check(self, row: Row) -> dict[str, Any]:
        """One step of a check. What fails is told and stops nothing else; only the removal of the
        account waits for a panel that does not answer."""
        step, failure = row["step"], None
        account = Throwaway(row["key"], UUID(row["uuid"]), datetime.fromisoformat(row["began_at"]))
        try:
            async with self._session(row) as session:
                acknowledged = row.get("acknowledged_version")
                steps = Steps(session.panel, account, acknowledged, STEP_PATIENCE)
                told = await steps.run(step)
        except (GatewayError, Differs) as error:
            if step == CLEAN_UP and isinstance(error, Transient):
                raise
            told, failure = failed(step, account.key, error), error
        return {
            "step": step,
            "told": told,
            "failed": failure is not None,
            "next": next_step(step, failure),
        }

    @asynccontextmanager
    async def _session(self, row: Row) -> AsyncIterator[_Session]:
        code, base_url = row["panel"], row["base_url"]
        adapter, key, options = _adapter(row), self._key(code), row.get("options") or {}
        mark = Mark(row["shop"])
        async with self._clients.of(f"vpn:{code}", base_url) as http:
            made_of = (adapter, http, base_url, key, options, mark)
            session = self._sessions.get((code, mark))
            if session is None or session.made_of != made_of:
                session = _Session(made_of, adapter(http, base_url, key, options, mark))
                self._sessions[code, mark] = session
            try:
                yield session
            except Transient as error:
                # It may have restarted with another version.
                session.version = None if error.retry_after is None else session.version
                raise

    def _key(self, panel: str) -> SecretStr:
        key = self._keys.get(panel)
        if key is None:
            raise Denied(f"no key for the panel {panel} in PANEL_KEYS")
        return key


def _adapter(row: Row) -> Adapter:
    adapter = ADAPTERS.get(row["kind"])
    if adapter is None:
        raise Unknown(f"panel {row['panel']} is of the kind {row['kind']}")
    return adapter


async def _apply(panel: Panel, row: Row) -> dict[str, Any]:
    """Takes the result of vpn.prepare_apply, and returns what vpn.applied_batch takes."""
    uuid, former = UUID(row["uuid"]), tuple(UUID(one) for one in row.get("former", ()))
    if row["present"]:
        try:
            observed = await panel.apply(_desired(row, uuid, former))
        except DeadLinks:
            if not row.get("linked"):
                raise
            observed = Observed()
    else:
        for one in (uuid, *former):
            await panel.remove(row["key"], one)
        observed = Observed()
    return {
        "generation": row["generation"],
        "present": row["present"],
        "link": next(iter(observed.links), None),
        "links": list(observed.links),
        "subscription_url": observed.subscription_url,
        "expires_at": row["expires_at"] if row["present"] else None,
        "traffic_from": row.get("traffic_from") if row["present"] else None,
        **({} if observed.uuid in (None, uuid) else {"uuid": str(observed.uuid)}),
        **({"forgot": [str(one) for one in former]} if former else {}),
    }


def _desired(row: Row, uuid: UUID, former: tuple[UUID, ...]) -> Desired:
    return Desired(
        key=row["key"],
        uuid=uuid,
        generation=row["generation"],
        expires_at=datetime.fromisoformat(row["expires_at"]),
        telegram_id=row["telegram_id"],
        device_limit=row.get("device_limit"),
        data_limit=row.get("data_limit"),
        reset_traffic=row.get("reset_traffic", False),
        restricted=row.get("restricted", False),
        adopt=row.get("adopt", False),
        former=former,
    )


async def _scan(panel: Panel, row: Row) -> dict[str, Any]:
    """Returns a page, with `run` unchanged, and with the first one what becomes of links."""
    page = await panel.scan(row["cursor"])
    return {
        "run": row["run"],
        "observed": [_seen(observed) for observed in page.observed],
        "next_cursor": page.next_cursor,
        "total": page.total,
        "unread": page.unread,
        **({} if row["cursor"] is not None else await _sampled(panel, row.get("sample") or ())),
    }


async def _sampled(panel: Panel, accesses: Sequence[Row]) -> dict[str, Any]:
    """Links of some accounts as the panel gives them now, twice, because some of it is drawn anew
    each time; and why no customer gets where they lead. What it does not give must not stop the
    scan."""
    sampled: list[dict[str, Any]] = []
    try:
        async with asyncio.timeout(SAMPLE_PATIENCE):
            for it in accesses:
                twice = [await panel.get(it["key"], UUID(it["uuid"])) for _ in range(2)]
                links = [list(observed.links) if observed else [] for observed in twice]
                sampled.append({"access_id": it["access_id"], "links": links})
    except DeadLinks as error:
        return {"sampled": sampled, "dead_links": str(error)}
    except (GatewayError, TimeoutError):
        return {"sampled": sampled}
    return {"sampled": sampled, "dead_links": None}


async def _devices(panel: Panel, row: Row) -> dict[str, Any]:
    """A right or a path that is missing for devices alone must not stop what was bought."""
    try:
        devices = await panel.devices(row["key"], UUID(row["uuid"]))
    except (Forbidden, NoRoute) as error:
        return {"error": str(error)}
    return {"devices": [_device(device) for device in devices]}


async def _unbind(panel: Panel, row: Row) -> dict[str, Any]:
    """Unbinds the device, or all of them when device_id is null; returns those that are left."""
    try:
        await panel.unbind(row["key"], UUID(row["uuid"]), row["device_id"])
    except (Forbidden, NoRoute) as error:
        return {"error": str(error)}
    return await _devices(panel, row)


def _seen(observed: Observed) -> dict[str, Any]:
    return {
        "uuid": observed.uuid and str(observed.uuid),
        "key": observed.key,
        "generation": observed.generation,
        "expires_at": _time(observed.expires_at),
        "enabled": observed.enabled,
        "links": list(observed.links),
        "subscription_url": observed.subscription_url,
        "data_limit": observed.data_limit,
        "device_limit": observed.device_limit,
        "used_bytes": observed.used_bytes,
        "online_at": _time(observed.online_at),
        "connected_at": _time(observed.connected_at),
        "devices": observed.devices,
        "groups": None if observed.groups is None else sorted(observed.groups),
        "ours": observed.ours,
    }


def _device(device: Device) -> dict[str, Any]:
    return {
        "id": device.id,
        "name": device.name,
        "platform": device.platform,
        "seen_at": _time(device.seen_at),
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
