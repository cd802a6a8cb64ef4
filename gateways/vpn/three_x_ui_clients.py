"""The two ways in which versions of 3x-ui store clients.

Until 3.0 a client is a part of its inbound, and its name is unique over all inbounds. From 3.1 on
clients have routes of their own, and one client can be in several inbounds.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol
from urllib.parse import quote
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, Json, field_validator, model_validator
from pydantic.alias_generators import to_camel

from gateways.vpn.three_x_ui_api import WHO, Api, Refusal
from gateways.vpn.wire import refuse_other


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
    email: str = ""
    inbound_id: int = 0
    up: int = 0
    down: int = 0
    last_online: int = 0

    @property
    def used(self) -> int:
        return self.up + self.down


@dataclass(frozen=True, slots=True)
class Seen:
    """used is in bytes, last_online in milliseconds; None if not reported."""

    client: Client
    inbounds: frozenset[int]
    used: int | None = None
    last_online: int | None = None


def _seen(client: Client, inbounds: frozenset[int], traffic: Traffic | None) -> Seen:
    it = traffic or Traffic()
    return Seen(client, inbounds, it.used, it.last_online)


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

    async def page(self, number: int, size: int) -> tuple[list[Seen], int]:
        """Returns a page, and the number of all clients."""


# -- 3.1 and later


class _Found(Model):
    client: Client
    inbound_ids: frozenset[int] = frozenset()
    used_traffic: int | None = None


class _Named(Model):
    email: str = ""


class _Item(Client):
    inbound_ids: frozenset[int] = frozenset()
    traffic: Traffic = Traffic()


class _Page(Model):
    items: list[_Item] = []
    total: int


class OwnClients:
    def __init__(self, api: Api) -> None:
        self._api = api

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
        if seen is None:
            return None
        return _seen(seen.client, seen.inbounds, await self._traffic(email))

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

    async def page(self, number: int, size: int) -> tuple[list[Seen], int]:
        """Without the uuids."""
        path = f"clients/list/paged?page={number}&pageSize={size}"
        page = await self._api.get(path, _Page)
        return [_seen(it, it.inbound_ids, it.traffic) for it in page.items], page.total


# -- Until 3.0


class _Settings(Model):
    clients: list[Client] = []

    @field_validator("clients", mode="before")
    @classmethod
    def _with_names(cls, given: Any) -> Any:
        """Some protocols have none."""
        return [client for client in given or () if client.get("email")]


class Inbound(Model):
    id: int
    settings: Json[_Settings]
    client_stats: list[Traffic] = []

    def seen(self) -> list[Seen]:
        traffic = {it.email: it for it in self.client_stats}
        here = frozenset({self.id})
        return [_seen(client, here, traffic.get(client.email)) for client in self.settings.clients]


class ClientsOfInbounds:
    """subscription_prefix: where 2.x gives links, which it has no call for; None for 3.0."""

    def __init__(self, api: Api, subscription_prefix: str | None) -> None:
        self._api = api
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
        inbound = await self._api.get(f"inbounds/get/{traffic.inbound_id}", Inbound)
        found = next((it for it in inbound.seen() if it.client.email == email), None)
        return found and replace(found, used=traffic.used, last_online=traffic.last_online)

    async def _search(self, email: str) -> Seen | None:
        """The panel refuses to tell the traffic of a client that it does not have. So would it if
        something else were wrong: its inbounds decide."""
        found, _ = await self.page(1, 0)
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

    async def page(self, number: int, size: int) -> tuple[list[Seen], int]:
        """All of them at once."""
        inbounds = await self._api.find("inbounds/list", list[Inbound]) or []
        found = [seen for inbound in inbounds for seen in inbound.seen()]
        return found, len(found)

    async def _write(self, path: str, inbound: int, client: Client) -> None:
        settings = json.dumps({"clients": [client.written()]})
        await self._api.call("POST", f"inbounds/{path}", {"id": inbound, "settings": settings})


def _quoted(email: str) -> str:
    return quote(email, safe="")
