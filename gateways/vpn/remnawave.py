"""The adapter for Remnawave, 2.7 to 3.x. An account's name there is its `username`.

A user's uuid gave way to a number in 3.0; names are the same in all versions, and so are links:
they come from `/api/subscriptions/by-username/{name}`, which counts no device. PATCH changes what
it names, so only changes are sent: any `trafficLimitBytes` has the notice at 80 % sent again.

A new uuid needs a new user, whose traffic counts from zero. So its limit is lower by what was used
before, and the description says by how much: what is told of a user has both added again.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import quote
from uuid import UUID

import httpx
from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic.alias_generators import to_camel

from gateways.errors import Denied, Foreign, Rejected, Transient
from gateways.http import unexpected_answer
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
from gateways.vpn.wire import NotFound, ask, failure, parsed, readable, refuse_other

WHO = "remnawave"
NAME_EXISTS = "A019"
# The target of a link that only explains why there is no real one.
NOWHERE = "@0.0.0.0:"

T = TypeVar("T")


class _Model(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, frozen=True)


class _Squad(_Model):
    uuid: UUID


class _Squads(_Model):
    internal_squads: list[_Squad]


class _Traffic(_Model):
    used_traffic_bytes: int = 0
    online_at: datetime | None = None
    first_connected_at: datetime | None = None


class User(_Model):
    """Up to 2.8 it has a uuid, which is not the vless_uuid; from 3.0 on only the number."""

    id: int
    uuid: UUID | None = None
    username: str
    short_uuid: str
    vless_uuid: UUID
    status: str
    expire_at: datetime
    traffic_limit_bytes: int = 0
    traffic_limit_strategy: str = "NO_RESET"
    hwid_device_limit: int | None = None
    telegram_id: int | None = None
    description: str | None = None
    subscription_url: str | None = None
    active_internal_squads: list[_Squad] = []
    user_traffic: _Traffic = _Traffic()

    @property
    def reference(self) -> str:
        """What paths and bodies call the user."""
        return str(self.uuid or self.id)

    @property
    def whose(self) -> dict[str, Any]:
        return {"userUuid": str(self.uuid)} if self.uuid else {"userId": self.id}


class _Metadata(_Model):
    version: str


class _Stream(_Model):
    """users: each is read by itself."""

    users: list[Any]
    next_cursor: str | int | None = None
    has_more: bool


class _Page(_Model):
    users: list[Any]
    total: int


class _Subscriber(_Model):
    user_status: str


class _Subscription(_Model):
    user: _Subscriber
    links: list[str]


class _Device(_Model):
    hwid: str
    platform: str | None = None
    device_model: str | None = None
    updated_at: datetime | None = None


class _Devices(_Model):
    devices: list[_Device]


class Options(wire.Options):
    """squads: the internal squads of an account, which decide what it reaches.
    restricted_squads: those of accounts that may only reach what is needed to pay."""

    squads: frozenset[UUID] = Field(min_length=1)
    restricted_squads: frozenset[UUID] = frozenset()


class NameExists(Transient):
    """An account with that name exists already; it may be ours."""


class Broken(Transient):
    """An error inside the panel, possibly because a squad does not exist."""


class Remnawave:
    majors = frozenset({"2", "3"})
    page_size = 250
    capabilities: frozenset[Capability] = frozenset(
        {"version", "names", "expiry", "traffic", "device_limit", "devices", "groups"}
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
        self.capabilities = wire.able(self.capabilities, groups=self._options.restricted_squads)
        self._mark = mark
        self._http = http
        self._url = base_url.rstrip("/")
        # The backend expects a proxy in front, and closes connections without these two headers.
        self._headers = {
            "Authorization": f"Bearer {key.get_secret_value()}",
            "X-Forwarded-For": "127.0.0.1",
            "X-Forwarded-Proto": "https",
        }
        self._version: Version | None = None

    async def version(self) -> Version:
        text = (await self._get("system/metadata", _Metadata)).version
        self._version = Version(WHO, text.removeprefix("v"))
        return self._version

    async def apply(self, desired: Desired) -> Observed:
        user = await self._find(desired.key)
        if user is None:
            user = await self._create(desired)
        if not (desired.adopt or self._is_ours(user, desired.uuid)):
            raise Foreign(f"{WHO}: {desired.key} is a user that is not ours")
        used_before = self._used_before(user)
        if self._stays(user, desired):
            user = await self._forget_use(user)
        elif user.vless_uuid != desired.uuid:
            user, used_before = await self._replace(user, desired)
        used_before = 0 if desired.reset_traffic else used_before
        if changes := self._changes(user, desired, used_before):
            user = await self._change(user, {"username": desired.key, **changes})
        if desired.reset_traffic and user.user_traffic.used_traffic_bytes:
            user = await self._write("POST", f"users/{user.reference}/actions/reset-traffic")
        status, links = await self._links(desired.key)
        if status == "ACTIVE" and not any(str(user.vless_uuid) in link for link in links):
            raise Transient(f"{WHO}: no link of the user: the squads have no servers")
        return self._observed(user, links)

    async def remove(self, key: str, uuid: UUID) -> bool:
        user = await self._find(key)
        if user is None or not self._is_ours(user, uuid):
            return False
        return await self._delete(user)

    async def get(self, key: str, uuid: UUID) -> Observed | None:
        user = await self._find(key)
        if user is None or not self._is_ours(user, uuid):
            return None
        return self._observed(user, (await self._links(key))[1])

    async def scan(self, cursor: str | None) -> ScanPage:
        """2.7 has no stream, only pages, the newest first. If a user is deleted meanwhile, the next
        page misses one; the changed total shows that."""
        version = self._version or await self.version()
        if version.numbers >= (2, 8):
            after = "" if cursor is None else f"&cursor={quote(cursor)}"
            stream = await self._get(f"users/stream?size={self.page_size}{after}", _Stream)
            following = str(stream.next_cursor) if stream.has_more else None
            return self._scanned(stream.users, following, None)
        start = int(cursor or 0)
        page = await self._get(f"users?start={start}&size={self.page_size}", _Page)
        end = start + len(page.users)
        following = str(end) if page.users and end < page.total else None
        return self._scanned(page.users, following, page.total)

    def _scanned(self, users: list[Any], following: str | None, total: int | None) -> ScanPage:
        found, unread = readable(WHO, self._mark, users, lambda user: parsed(WHO, User, user))
        return ScanPage(tuple(map(self._observed, found)), following, total, unread)

    async def probe(self, known: str | None = None) -> str:
        """The panel has no epoch of its own; after an upgrade everything is compared."""
        return (await self.version()).text

    async def devices(self, key: str, uuid: UUID) -> list[Device]:
        user = await self._find(key)
        if user is None or not self._is_ours(user, uuid):
            return []
        answer = await self._get(f"hwid/devices/{user.reference}", _Devices)
        return [_device(device) for device in answer.devices]

    async def unbind(self, key: str, uuid: UUID, device_id: str | None) -> None:
        user = await self._find(key)
        if user is None or not self._is_ours(user, uuid):
            return
        try:
            if device_id is None:
                await self._call("POST", "hwid/devices/delete-all", user.whose)
            else:
                await self._call("POST", "hwid/devices/delete", {**user.whose, "hwid": device_id})
        except NotFound:
            pass

    # -- A user

    def _is_ours(self, user: User, uuid: UUID) -> bool:
        return self._mark.read(user.description) is not None or user.vless_uuid == uuid

    async def _find(self, key: str) -> User | None:
        try:
            user = await self._get(f"users/by-username/{quote(key, safe='')}", User)
        except NotFound:
            return None
        refuse_other(WHO, key, user.username)
        return user

    def _used_before(self, user: User) -> int:
        """Bytes of the same traffic that earlier users of ours used, see `_note`."""
        is_ours = self._mark.read(user.description) is not None
        found = re.search(r" used=(\d{1,18})$", user.description or "") if is_ours else None
        return int(found[1]) if found else 0

    async def _create(self, desired: Desired, used_before: int = 0) -> User:
        """Returns the user with that name, whoever created it."""
        body = {"username": desired.key, "vlessUuid": str(desired.uuid), "status": "ACTIVE"}
        try:
            wanted = self._wanted(desired, used_before)
            return await self._write("POST", "users", {**body, **wanted})
        except NameExists:
            user = await self._find(desired.key)
            if user is None:
                raise
            return user

    async def _replace(self, user: User, desired: Desired) -> tuple[User, int]:
        """Remnawave cannot change the uuid of a user. A new uuid is wanted so that the old address
        ends, too. Returns what was used before, in bytes, as well; of a user who was not ours that
        is nothing."""
        await self._delete(user)
        if self._mark.read(user.description) is None:
            return await self._create(desired), 0
        used = self._used_before(user) + user.user_traffic.used_traffic_bytes
        return await self._create(desired, 0 if desired.reset_traffic else used), used

    def _stays(self, user: User, desired: Desired) -> bool:
        """A user who is adopted keeps the address of its subscription and its uuid: created anew it
        would lose both whenever the answer is lost between the two calls. Another shop would still
        take the uuid for its own, and keys that were replaced meanwhile are to end."""
        is_theirs = self._mark.is_of_another_shop(user.description)
        return desired.adopt and not desired.former and not is_theirs

    async def _forget_use(self, user: User) -> User:
        """What a user who is adopted used was not bought here."""
        is_ours = self._mark.read(user.description) is not None
        if is_ours or not user.user_traffic.used_traffic_bytes:
            return user
        return await self._write("POST", f"users/{user.reference}/actions/reset-traffic")

    async def _change(self, user: User, body: dict[str, Any]) -> User:
        """The panel refuses an end in the past, by its clock: then this changes everything else,
        and disables the user."""
        try:
            return await self._write("PATCH", "users", body)
        except Rejected:
            if "expireAt" not in body:
                raise
        rest = {name: value for name, value in body.items() if name not in ("expireAt", "status")}
        changed = await self._write("PATCH", "users", rest)
        if changed.status != "ACTIVE":
            return changed
        return await self._write("POST", f"users/{user.reference}/actions/disable")

    async def _delete(self, user: User) -> bool:
        """Whatever the answer was, looks whether the user exists."""
        try:
            await self._call("DELETE", f"users/{user.reference}")
        except NotFound:
            return False
        except Transient:
            if await self._find(user.username) is not None:
                raise
        return True

    async def _links(self, key: str) -> tuple[str, tuple[str, ...]]:
        """Returns the user's status, and the links without those that only explain why there is
        none."""
        path = f"subscriptions/by-username/{quote(key, safe='')}"
        told = await self._get(path, _Subscription)
        return told.user.user_status, tuple(link for link in told.links if NOWHERE not in link)

    def _wanted(self, desired: Desired, used_before: int) -> dict[str, Any]:
        """A limit of 0 is none, so one byte stays of a limit that is used up."""
        restricted = self._options.restricted_squads if desired.restricted else None
        limit = desired.data_limit or 0
        used_before = min(used_before, limit - 1) if limit else used_before
        return {
            "expireAt": _iso(desired.expires_at),
            "trafficLimitBytes": limit - used_before if limit else 0,
            "trafficLimitStrategy": "NO_RESET",
            "hwidDeviceLimit": desired.device_limit or 0,
            "telegramId": desired.telegram_id,
            "description": self._note(desired.generation, used_before),
            "activeInternalSquads": sorted(map(str, restricted or self._options.squads)),
        }

    def _note(self, generation: int, used_before: int) -> str:
        """It is kept there and not by the shop, so that it is written together with the user."""
        note = self._mark.write(generation)
        return f"{note} used={used_before}" if used_before else note

    def _changes(self, user: User, desired: Desired, used_before: int) -> dict[str, Any]:
        """Only a new status reactivates DISABLED; a changed limit or end reactivates the others.
        The panel's job was seen to limit a user by what it had read before he got more: his limit
        does not change again, so he needs a new status as well."""
        has = {
            "expireAt": _iso(user.expire_at),
            "trafficLimitBytes": user.traffic_limit_bytes,
            "trafficLimitStrategy": user.traffic_limit_strategy,
            "hwidDeviceLimit": user.hwid_device_limit,
            "telegramId": user.telegram_id,
            "description": user.description,
            "activeInternalSquads": sorted(str(it.uuid) for it in user.active_internal_squads),
        }
        wanted = self._wanted(desired, used_before)
        changes = {name: value for name, value in wanted.items() if has[name] != value}
        used, limit = user.user_traffic.used_traffic_bytes, wanted["trafficLimitBytes"]
        has_more = user.status == "LIMITED" and not 0 < limit <= used
        return changes | ({"status": "ACTIVE"} if user.status == "DISABLED" or has_more else {})

    def _observed(self, user: User, links: tuple[str, ...] = ()) -> Observed:
        traffic = user.user_traffic
        generation = self._mark.read(user.description)
        used_before = self._used_before(user)
        limit = user.traffic_limit_bytes
        return Observed(
            uuid=user.vless_uuid,
            key=user.username,
            generation=generation,
            expires_at=user.expire_at,
            enabled=user.status == "ACTIVE",
            links=links,
            subscription_url=user.subscription_url,
            data_limit=limit + used_before if limit else 0,
            device_limit=user.hwid_device_limit,
            used_bytes=used_before + traffic.used_traffic_bytes,
            online_at=traffic.online_at,
            connected_at=traffic.first_connected_at,
            groups=fitting(
                {it.uuid for it in user.active_internal_squads},
                self._options.squads,
                self._options.restricted_squads,
            ),
            ours=generation is not None,
        )

    # -- Calls

    async def _get(self, path: str, what: type[T]) -> T:
        return parsed(WHO, what, await self._call("GET", path))

    async def _write(self, method: str, path: str, body: Any = None) -> User:
        try:
            return parsed(WHO, User, await self._call(method, path, body))
        except Broken:
            await self._refuse_unknown_squads()
            raise

    async def _refuse_unknown_squads(self) -> None:
        known = {it.uuid for it in (await self._get("internal-squads", _Squads)).internal_squads}
        options = self._options
        if unknown := sorted(map(str, (options.squads | options.restricted_squads) - known)):
            raise Denied(f"{WHO}: the panel's options are wrong: no squad {unknown}")

    async def _call(self, method: str, path: str, body: Any = None) -> Any:
        """Returns `response`, None if the answer has none."""
        url = f"{self._url}/api/{path}"
        answer = await ask(self._http, WHO, method, url, headers=self._headers, json=body)
        said = answer.body if isinstance(answer.body, dict) else {}
        if answer.response.is_success and "response" in said:
            return said["response"]
        if answer.status == 204:
            return None
        match answer.status, said.get("errorCode"):
            case 404, str():
                raise NotFound(f"{WHO}: the panel does not have that")
            case 404, _:
                raise unexpected_answer(WHO, answer.response)
            case _, str(code) if code == NAME_EXISTS:
                raise NameExists(f"{WHO}: the name exists")
            case status, str(code) if status >= 500:
                raise Broken(f"{WHO}: {status} {code}", in_doubt=True)
        raise failure(WHO, answer)


def _device(shown: _Device) -> Device:
    return Device(shown.hwid, shown.device_model, shown.platform, shown.updated_at)


def _iso(at: datetime) -> str:
    """Rounded up to the millisecond, as the panel stores it, in favour of the customer."""
    at = at.astimezone(UTC)
    at += timedelta(microseconds=-at.microsecond % 1000)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
