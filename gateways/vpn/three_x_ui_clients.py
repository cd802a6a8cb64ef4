"""The two ways in which versions of 3x-ui store clients.

Until 3.0 a client is a part of its inbound, and its name is unique over all inbounds. From 3.1 on
clients have routes of their own, and one client can be in several inbounds.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, Json, field_validator, model_validator
from pydantic.alias_generators import to_camel

from gateways.vpn.port import Mark
from gateways.vpn.three_x_ui_api import WHO, Api, Refusal
from gateways.vpn.wire import parsed, readable, refuse_other


class Model(BaseModel):
    """Go's zero values may come as null, or not at all."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _zeros(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        return {name: value for name, value in given.items() if value not in (None, "")}


class Client(Model):
    """A client, with every field of a write: the panel clears omitted ones. In a record that is
    read, `id` is the row's number; in a write, and in an inbound, it is the uuid."""

    uuid: str | None = None
    email: str
    sub_id: str = ""
    enable: bool = False
    expiry_time: int = 0
    total: int = Field(0, alias="totalGB")
    limit_ip: int = 0
    limit_hwid: int = 0
    tg_id: int = 0
    group: str = ""
    comment: str = ""
    flow: str = ""
    reset: int = 0

    @model_validator(mode="before")
    @classmethod
    def _uuid_by_either_name(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and isinstance(given.get("id"), str):
            return {**given, "uuid": given["id"]}
        return given

    @field_validator("tg_id", mode="before")
    @classmethod
    def _number_or_none(cls, given: Any) -> Any:
        """In old versions it was a text, with anything in it."""
        if isinstance(given, str):
            return int(given) if given.isdecimal() else 0
        return given

    def written(self) -> dict[str, Any]:
        return {"id": self.uuid, **self.model_dump(by_alias=True, exclude={"uuid"})}


class Traffic(Model):
    """What a client used, and the end and the limit that the panel enforces: those of this row and
    not those of the client. A client who is added again gets the row that an earlier one left, as
    it was (issue 5958); and until 3.0 who is over is only disabled here."""

    email: str = ""
    inbound_id: int = 0
    up: int = 0
    down: int = 0
    last_online: int = 0
    enable: bool = True
    expiry_time: int = 0
    total: int = 0

    @property
    def used(self) -> int:
        return self.up + self.down

    def enforced(self, client: Client) -> Client:
        """The client as the panel serves it, where that is less than it says itself."""
        less = {
            "enable": client.enable and self.enable,
            "expiry_time": _lower(self.expiry_time, client.expiry_time),
            "total": _lower(self.total, client.total),
        }
        return client.model_copy(update=less)


def _lower(enforced: int, said: int) -> int:
    """0 is no limit; a negative end begins to count with the first connection."""
    return enforced if enforced > 0 and (said == 0 or enforced < said) else said


@dataclass(frozen=True, slots=True)
class Seen:
    """client is as the panel serves it, where it tells; used is in bytes, last_online in
    milliseconds; None if not reported."""

    client: Client
    inbounds: frozenset[int]
    used: int | None = None
    last_online: int | None = None


def _seen(client: Client, inbounds: frozenset[int], traffic: Traffic) -> Seen:
    return Seen(traffic.enforced(client), inbounds, traffic.used, traffic.last_online)


@dataclass(frozen=True, slots=True)
class Page:
    """total is the number of all clients, unread how many of this page could not be read."""

    seen: list[Seen]
    unread: int
    total: int


class Clients(Protocol):
    async def find(self, email: str) -> Seen | None: ...

    async def observe(self, email: str) -> Seen | None:
        """The same, with everything that the panel reports."""

    async def add(self, client: Client, inbounds: frozenset[int]) -> None: ...

    async def change(self, seen: Seen, client: Client, inbounds: frozenset[int]) -> None: ...

    async def remove(self, seen: Seen) -> None: ...

    async def reset_traffic(self, seen: Seen) -> None: ...

    async def links(self, seen: Seen) -> list[str]:
        """Share links, with different server names and ids each time."""

    async def page(self, number: int, size: int) -> Page: ...


# -- 3.1 and later


class _Found(Model):
    client: Client
    inbound_ids: frozenset[int] = frozenset()
    used_traffic: int | None = None


class _Named(Model):
    email: Any = ""


class _Item(Client):
    inbound_ids: frozenset[int] = frozenset()
    traffic: Traffic = Traffic()


class _Page(Model):
    items: list[Any] = []
    total: int


class OwnClients:
    def __init__(self, api: Api, mark: Mark) -> None:
        self._api = api
        self._mark = mark

    async def find(self, email: str) -> Seen | None:
        """A refusal may mean anything."""
        try:
            found = await self._api.get(f"clients/get/{_quoted(email)}", _Found)
        except Refusal:
            if await self._exists(email):
                raise
            return None
        refuse_other(WHO, email, found.client.email)
        return Seen(found.client, found.inbound_ids, found.used_traffic)

    async def _exists(self, email: str) -> bool:
        """The traffic of a client that does not exist is null. But 3.1 refuses to tell it, and so
        does each version where somebody deleted the client and kept its traffic: then the list
        decides."""
        with suppress(Refusal):
            if await self._traffic(email) is None:
                return False
        listed = await self._api.find("clients/list", list[_Named]) or []
        return any(it.email == email for it in listed)

    async def observe(self, email: str) -> Seen | None:
        seen = await self.find(email)
        if seen is not None:
            with suppress(Refusal):
                if traffic := await self._traffic(email):
                    return _seen(seen.client, seen.inbounds, traffic)
        return seen

    async def _traffic(self, email: str) -> Traffic | None:
        return await self._api.find(f"clients/traffic/{_quoted(email)}", Traffic)

    async def add(self, client: Client, inbounds: frozenset[int]) -> None:
        body = {"client": client.written(), "inboundIds": sorted(inbounds)}
        await self._api.call("POST", "clients/add", body)

    async def change(self, seen: Seen, client: Client, inbounds: frozenset[int]) -> None:
        """The record is written before the inbounds. So after an update that stopped half-way it
        says what one inbound does not have: it is always written again."""
        name = _quoted(client.email)
        await self._api.call("POST", f"clients/update/{name}", client.written())
        if missing := inbounds - seen.inbounds:
            await self._place(f"{name}/attach", missing)
        if extra := seen.inbounds - inbounds:
            await self._place(f"{name}/detach", extra)

    async def _place(self, path: str, inbounds: frozenset[int]) -> None:
        await self._api.call("POST", f"clients/{path}", {"inboundIds": sorted(inbounds)})

    async def remove(self, seen: Seen) -> None:
        await self._api.call("POST", f"clients/del/{_quoted(seen.client.email)}")

    async def reset_traffic(self, seen: Seen) -> None:
        await self._api.call("POST", f"clients/resetTraffic/{_quoted(seen.client.email)}")

    async def links(self, seen: Seen) -> list[str]:
        path = f"clients/links/{_quoted(seen.client.email)}"
        return await self._api.find(path, list[str]) or []

    async def page(self, number: int, size: int) -> Page:
        """Without the uuids."""
        path = f"clients/list/paged?page={number}&pageSize={size}"
        page = await self._api.get(path, _Page)
        seen, unread = readable(WHO, self._mark, page.items, _listed)
        return Page(seen, unread, page.total)


def _listed(item: Any) -> Seen:
    it = parsed(WHO, _Item, item)
    return _seen(it, it.inbound_ids, it.traffic)


# -- Until 3.0


class _Settings(Model):
    clients: list[Any] = []

    @field_validator("clients", mode="before")
    @classmethod
    def _with_names(cls, given: Any) -> Any:
        """Some protocols have none."""
        if not isinstance(given, list):
            return given or []
        return [one for one in given if not isinstance(one, Mapping) or one.get("email")]


class Numbered(Model):
    id: int


class _Account(Model):
    """A client in the settings of its inbound, and its row of traffic."""

    client: Client
    traffic: Traffic = Traffic()


class _Inbound(Numbered):
    settings: Json[_Settings]
    client_stats: list[Any] = []

    def accounts(self) -> list[Mapping[str, Any]]:
        """Each of them is read by itself."""
        rows = {_name(row): row for row in self.client_stats}
        return [{"client": one, "traffic": rows.get(_name(one))} for one in self.settings.clients]

    def read(self, account: Any) -> Seen:
        it = parsed(WHO, _Account, account)
        return _seen(it.client, frozenset({self.id}), it.traffic)


class ClientsOfInbounds:
    """subscription_prefix: where 2.x gives links, which it has no call for; None for 3.0."""

    def __init__(self, api: Api, mark: Mark, subscription_prefix: str | None) -> None:
        self._api = api
        self._mark = mark
        self._prefix = subscription_prefix

    async def find(self, email: str) -> Seen | None:
        """Reads the whole inbound, because the comment is nowhere else. An inbound that is read
        alone does not tell what its clients used."""
        path = f"inbounds/getClientTraffics/{_quoted(email)}"
        try:
            traffic = await self._api.find(path, Traffic)
        except Refusal:
            return await self._search(email)
        if traffic is None:
            return None
        refuse_other(WHO, email, traffic.email)
        inbound = await self._api.get(f"inbounds/get/{traffic.inbound_id}", _Inbound)
        named = (it for it in inbound.accounts() if _name(it["client"]) == email)
        found = next(named, None)
        return None if found is None else inbound.read({**found, "traffic": traffic})

    async def _search(self, email: str) -> Seen | None:
        """The panel refuses to tell the traffic of a client that it does not have. So would it if
        something else were wrong: its inbounds decide."""
        found = (await self.page(1, 0)).seen
        return next((it for it in found if it.client.email == email), None)

    async def observe(self, email: str) -> Seen | None:
        return await self.find(email)

    async def add(self, client: Client, inbounds: frozenset[int]) -> None:
        (inbound,) = inbounds
        await self._write("addClient", inbound, client)

    async def change(self, seen: Seen, client: Client, inbounds: frozenset[int]) -> None:
        if seen.inbounds != inbounds:
            await self.remove(seen)
            await self.add(client, inbounds)
        elif client != seen.client:
            (inbound,) = inbounds
            await self._write(f"updateClient/{seen.client.uuid}", inbound, client)

    async def remove(self, seen: Seen) -> None:
        """The panel does not delete the last client of an inbound, so this makes it one that
        nobody uses."""
        (inbound,) = seen.inbounds
        try:
            await self._api.call("POST", f"inbounds/{inbound}/delClient/{seen.client.uuid}")
        except Refusal:
            if await self.find(seen.client.email) is None:
                return
            uuid = uuid4()
            nobody = Client(uuid=str(uuid), email=f"placeholder-{uuid.hex[:8]}", sub_id=uuid.hex)
            await self._write(f"updateClient/{seen.client.uuid}", inbound, nobody)

    async def reset_traffic(self, seen: Seen) -> None:
        (inbound,) = seen.inbounds
        path = f"inbounds/{inbound}/resetClientTraffic/{_quoted(seen.client.email)}"
        await self._api.call("POST", path)

    async def links(self, seen: Seen) -> list[str]:
        if self._prefix is not None:
            return await self._api.subscription(self._prefix + seen.client.sub_id)
        (inbound,) = seen.inbounds
        path = f"inbounds/getClientLinks/{inbound}/{_quoted(seen.client.email)}"
        return await self._api.find(path, list[str]) or []

    async def page(self, number: int, size: int) -> Page:
        """All of them at once."""
        listed = await self._api.find("inbounds/list", list[Any]) or []
        inbounds, unread = readable(
            WHO, self._mark, listed, lambda inbound: parsed(WHO, _Inbound, inbound)
        )
        found = []
        for inbound in inbounds:
            seen, more = readable(WHO, self._mark, inbound.accounts(), inbound.read)
            found += seen
            unread += more
        return Page(found, unread, len(found) + unread)

    async def _write(self, path: str, inbound: int, client: Client) -> None:
        settings = json.dumps({"clients": [client.written()]})
        await self._api.call("POST", f"inbounds/{path}", {"id": inbound, "settings": settings})


def _name(raw: Any) -> str | None:
    return str(raw.get("email")) if isinstance(raw, Mapping) else None


def _quoted(email: str) -> str:
    return quote(email, safe="")
