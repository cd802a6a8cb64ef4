"""PasarGuard 5.2, which comes from Marzban: users have numbers, groups and devices."""

import json
import secrets
import uuid as uuids
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox.clock import Clock
from sandbox.panels.marzban import Refused, link, signed
from sandbox.store import Json

_OF_A_USER: tuple[list[str], ...] = ([], ["disabled"], ["reset"])
_PROTOCOLS = ("vmess", "vless", "trojan", "shadowsocks")


@dataclass
class User:
    id: int
    username: str
    proxies: dict[str, Json]
    groups: list[int]
    owner: str
    created_at: datetime
    status: str = "active"
    expire: datetime | None = None
    data_limit: int | None = None
    device_limit: int | None = None
    used: int = 0
    note: str | None = None
    next_plan: Json | None = None
    online_at: datetime | None = None
    devices: dict[str, datetime] = field(default_factory=dict)


class PasarGuard:
    """One panel. `admins` are in its database, with their passwords, and so are the `keys`, each
    with the rights that it gives (None for all). `production`: the environment's admin is refused.
    `groups` are the hosts of each group."""

    def __init__(
        self,
        clock: Clock,
        version: str = "5.2.0",
        *,
        admins: Mapping[str, str],
        keys: Mapping[str, frozenset[str] | None] | None = None,
        environment_admin: tuple[str, str] | None = None,
        production: bool = True,
        groups: Mapping[int, tuple[str, ...]] | None = None,
        admins_read_links: bool = True,
        own_only: bool = False,
    ) -> None:
        self.version = version
        self.admins = dict(admins)
        self.keys = dict(keys or {})
        self.environment_admin = environment_admin
        self.production = production
        self.groups = dict(groups or {1: ("de", "nl"), 2: ("bank",)})
        self.admins_read_links = admins_read_links
        """Whether links can be read with an admin's rights, not only as a client."""
        self.own_only = own_only
        """Whether an admin sees his own users only."""
        self.server_ip: str | None = None
        """Of hosts without an address of their own: what it took for its own at its start."""
        self.users: dict[int, User] = {}
        self.core: set[str] = set()
        """The uuids that its nodes let in."""
        self.logins = 0
        self._clock = clock
        self._tokens: dict[str, str] = {}
        self._issued: dict[str, int] = {}
        self._ids = 0

    # -- What happens without the API

    def log_everybody_out(self) -> None:
        self._tokens.clear()

    def plant(self, username: str, *, owner: str = "another", note: str | None = None) -> User:
        """A user whom somebody else made."""
        return self._create({"username": username, "group_ids": [1], "note": note}, owner)

    def drop(self, username: str) -> None:
        """Somebody deletes the user by hand."""
        self._delete(self.named(username))

    def use(self, username: str, amount: int) -> None:
        user = self.named(username)
        user.used += amount
        user.online_at = self._clock.now()
        self.tick()

    def disable(self, username: str) -> None:
        user = self.named(username)
        user.status = "disabled"
        self._serve(user)

    def register(self, username: str, hwid: str) -> bool:
        """A device fetches the subscription; false when the limit keeps it out, which is 403."""
        user = self.named(username)
        full = user.device_limit and len(user.devices) >= user.device_limit
        if full and hwid not in user.devices:
            return False
        user.devices[hwid] = self._clock.now()
        return True

    def tick(self) -> None:
        """What its jobs do: the status follows time and traffic, and the nodes the status."""
        for user in self.users.values():
            if user.status in ("active", "limited", "expired"):
                user.status = self._true_status(user)
                self._serve(user)

    def named(self, username: str) -> User:
        for user in self.users.values():
            if user.username == username:
                return user
        raise Refused(404, "User not found")

    def _true_status(self, user: User) -> str:
        if user.expire and user.expire <= self._clock.now():
            return "expired"
        return "limited" if user.data_limit and user.used >= user.data_limit else "active"

    def _serve(self, user: User) -> None:
        uuid = user.proxies["vless"]["id"]
        (self.core.add if user.status == "active" else self.core.discard)(uuid)

    # -- The API

    def log_in(self, name: str, password: str) -> str:
        self.logins += 1
        if self.environment_admin == (name, password) and self.production:
            raise Refused(403, "env admin is not allowed in production")
        known = {**self.admins, **dict([self.environment_admin] if self.environment_admin else [])}
        if known.get(name) != password:
            raise Refused(401, "Incorrect username or password")
        token = secrets.token_urlsafe(16)
        self._tokens[token] = name
        return token

    def authorize(self, headers: Mapping[str, str], right: str) -> str:
        """Returns the admin's name."""
        kind, _, token = headers.get("authorization", "").partition(" ")
        key = headers.get("x-api-key")
        if key in self.keys:
            rights = self.keys[key]
            if rights is not None and right not in rights:
                raise Refused(403, "Permission denied")
            return "key"
        if kind != "Bearer" and key is None:
            raise Refused(401, "Not authenticated")
        if token not in self._tokens:
            raise Refused(401, "Could not validate credentials")
        return self._tokens[token]

    def call(
        self, method: str, path: str, query: Mapping[str, str], body: Json, admin: str
    ) -> tuple[int, Any]:
        """What stands below /api/: the status and the body. From 6.0 on no route has a name."""
        self.tick()
        match [method, *path.split("/")]:
            case ["GET", "system"]:
                return 200, {"version": self.version, "total_user": len(self.users)}
            case ["POST", "user"]:
                return 201, self.show(self._create(body, admin))
            case ["GET", "users"]:
                return 200, self._page(query, admin)
            case ["GET", "user", number, "subscription", "links"] if self.admins_read_links:
                links = "\n".join(self.links(self._numbered(number)))
                return 200, links
            case [_, "user", number, "hwids", *rest]:
                return 200, self._devices(method, rest, self._numbered(number))
            case [_, "user", "by-id", number, *rest]:
                return self._about(method, rest, self._numbered(number), body)
            case [_, "user", name, *rest] if self._has_names and rest in _OF_A_USER:
                return self._about(method, rest, self.named(name), body)
        raise Refused(404, "Not Found")

    @property
    def _has_names(self) -> bool:
        return int(self.version.split(".")[0]) < 6

    def _numbered(self, number: str) -> User:
        if not number.isdigit():
            raise Refused(422, {"user_id": "Input should be a valid integer"})
        if int(number) not in self.users:
            raise Refused(404, "User not found")
        return self.users[int(number)]

    def _about(self, method: str, rest: list[str], user: User, body: Json) -> tuple[int, Any]:
        match [method, *rest]:
            case ["GET"]:
                pass
            case ["PUT"]:
                self._modify(user, body)
            case ["PUT", "disabled"]:
                user.status = "disabled" if body["disabled"] else self._true_status(user)
            case ["DELETE"]:
                self._delete(user)
                return 204, None
            case ["POST", "reset"]:
                user.used = 0
                user.status = self._true_status(user)
            case _:
                raise Refused(405, "Method Not Allowed")
        self._serve(user)
        return 200, self.show(user)

    def _create(self, body: Json, owner: str) -> User:
        name = body.get("username")
        if not isinstance(name, str) or not 3 <= len(name) <= 32:
            raise Refused(422, {"username": "Username only can be 3 to 32 characters"})
        if any(user.username == name for user in self.users.values()):
            raise Refused(409, "User already exists")
        if not body.get("group_ids"):
            raise Refused(422, {"group_ids": "Value error, you must select at least one group"})
        groups = self._groups(body["group_ids"])
        self._ids += 1
        user = User(self._ids, name, {}, groups, owner, self._clock.now())
        self._set_proxies(user, body.get("proxy_settings") or {})
        self.users[user.id] = user
        self._set(user, body)
        user.status = self._true_status(user)
        self._serve(user)
        return user

    def _modify(self, user: User, body: Json) -> None:
        """What is null stays, except next_plan. The table of proxies is replaced."""
        limit = body.get("hwid_limit")
        if limit and limit < len(user.devices):
            raise Refused(400, "hwid limit is below the number of registered devices")
        if body.get("group_ids"):
            user.groups = self._groups(body["group_ids"])
        if body.get("proxy_settings"):
            self.core.discard(user.proxies["vless"]["id"])
            self._set_proxies(user, body["proxy_settings"])
        self._set(user, body)
        status = body.get("status")
        if status == "disabled" or (status is None and user.status == "disabled"):
            user.status = "disabled"
        else:
            user.status = self._true_status(user)

    def _set(self, user: User, body: Json) -> None:
        if (expire := body.get("expire")) is not None:
            user.expire = _moment(expire)
        if (limit := body.get("data_limit")) is not None:
            user.data_limit = limit or None
        user.note = body.get("note") or user.note
        user.next_plan = body.get("next_plan")
        if "hwid_limit" in body:
            user.device_limit = body["hwid_limit"]

    def _groups(self, numbers: list[int]) -> list[int]:
        if set(numbers) - set(self.groups):
            raise Refused(404, "Group not found")
        return list(numbers)

    def _set_proxies(self, user: User, given: dict[str, Json]) -> None:
        """Protocols that are left out get new secrets."""
        user.proxies = {
            protocol: {"id": str(uuids.uuid4()), "flow": "", **given.get(protocol, {})}
            for protocol in _PROTOCOLS
        }

    def _delete(self, user: User) -> None:
        self.core.discard(user.proxies["vless"]["id"])
        del self.users[user.id]

    def _devices(self, method: str, rest: list[str], user: User) -> Any:
        match [method, *rest]:
            case ["GET"]:
                hwids = [self._device(*device) for device in user.devices.items()]
                return {"hwids": hwids, "count": len(hwids)}
            case ["POST", "reset"]:
                user.devices.clear()
                return {"count": 0}
            case ["DELETE", hwid]:
                if user.devices.pop(hwid, None) is None:
                    raise Refused(404, "HWID not found")
                return {}
        raise Refused(405, "Method Not Allowed")

    def _device(self, hwid: str, at: datetime) -> Json:
        seen = {"created_at": at.isoformat(), "last_used_at": at.isoformat()}
        about = {"device_os": "Android", "os_version": "15", "device_model": "Pixel 9"}
        return {"id": 1, "hwid": hwid, **about, **seen}

    def _page(self, query: Mapping[str, str], admin: str) -> Json:
        """Without `sort` in no order that one could rely on."""
        users = [user for user in self.users.values() if not self.own_only or user.owner == admin]
        if "username" in query:
            users = [user for user in users if user.username == query["username"]]
        if (sort := query.get("sort")) is not None:
            users.sort(key=lambda user: user.id, reverse=sort.startswith("-"))
        else:
            users.sort(key=lambda user: secrets.randbits(32))
        offset, limit = int(query.get("offset", 0)), int(query.get("limit", len(users)))
        page = users[offset : offset + limit]
        return {"users": [self.show(user) for user in page], "total": len(users)}

    def links(self, user: User) -> list[str]:
        return [
            link(
                protocol,
                user.proxies[protocol],
                self.server_ip or f"{host}.example.net",
                f"{host} {protocol}",
            )
            for group in user.groups
            for host in self.groups[group]
            for protocol in ("trojan", "vless")
        ]

    def subscription(self, token: str) -> list[str] | None:
        """What its public address serves."""
        user = self.users.get(self._issued.get(token, 0))
        return None if user is None else self.links(user)

    def show(self, user: User) -> Json:
        token = signed(user.username)
        self._issued[token] = user.id
        return {
            "id": user.id,
            "username": user.username,
            "status": user.status,
            "proxy_settings": user.proxies,
            "group_ids": user.groups,
            "expire": user.expire and user.expire.isoformat(),
            "data_limit": user.data_limit,
            "hwid_limit": user.device_limit,
            "used_traffic": user.used,
            "lifetime_used_traffic": user.used,
            "note": user.note,
            "next_plan": user.next_plan,
            "created_at": user.created_at.isoformat(),
            "online_at": user.online_at and user.online_at.isoformat(),
            "subscription_url": f"/sub/{token}",
        }


def _moment(expire: str | int) -> datetime | None:
    if isinstance(expire, int):
        return datetime.fromtimestamp(expire, UTC) if expire else None
    return datetime.fromisoformat(expire)


_RIGHTS = {"POST": "create", "GET": "read", "PUT": "update", "DELETE": "delete"}


def router(panel: PasarGuard, prefix: str = "") -> APIRouter:
    routes = APIRouter(prefix=prefix)

    @routes.post("/api/admin/token", include_in_schema=False)
    async def token(request: Request) -> Response:
        form = await request.form()
        try:
            proof = panel.log_in(str(form.get("username")), str(form.get("password")))
        except Refused as refused:
            return JSONResponse({"detail": refused.detail}, refused.status)
        return JSONResponse({"access_token": proof, "token_type": "bearer"})

    @routes.get("/sub/{token}/links", include_in_schema=False)
    async def links(token: str) -> Response:
        links = panel.subscription(token)
        return PlainTextResponse("\n".join(links or []), 404 if links is None else 200)

    @routes.api_route(
        "/api/{path:path}", methods=["GET", "POST", "PUT", "DELETE"], include_in_schema=False
    )
    async def call(request: Request, path: str) -> Response:
        raw = await request.body()
        try:
            admin = panel.authorize(request.headers, _RIGHTS[request.method])
            body = json.loads(raw) if raw else {}
            status, answer = panel.call(request.method, path, request.query_params, body, admin)
        except Refused as refused:
            return JSONResponse({"detail": refused.detail}, refused.status)
        if isinstance(answer, str):
            return PlainTextResponse(answer)
        return Response(status_code=status) if answer is None else JSONResponse(answer, status)

    return routes
