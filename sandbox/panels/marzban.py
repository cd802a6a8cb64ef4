"""Marzban 0.8.4. Its users are in its database, and from there in its core: not always in both."""

import json
import re
import secrets
import uuid as uuids
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox.clock import Clock
from sandbox.store import Json

_NAME = re.compile(r"(?=\w{3,32}\b)[a-zA-Z0-9-_@.]+(?:_[a-zA-Z0-9-_@.]+)*")
_KEYS: dict[str, Callable[[], str]] = {
    "vless": lambda: str(uuids.uuid4()),
    "vmess": lambda: str(uuids.uuid4()),
    "trojan": lambda: secrets.token_urlsafe(16),
}
_SORTS: dict[str, Callable[["User"], Any]] = {
    "created_at": lambda user: user.id,
    "username": lambda user: user.username,
}


class Refused(Exception):
    """An answer in Marzban's own format."""

    def __init__(self, status: int, detail: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


class Broken(Exception):
    """An error that nobody caught: 500, and the connection is closed."""


@dataclass
class User:
    id: int
    username: str
    proxies: dict[str, Json]
    inbounds: dict[str, list[str]]
    owner: str | None
    created_at: datetime
    status: str = "active"
    expire: int | None = None
    data_limit: int | None = None
    used: int = 0
    note: str | None = None
    next_plan: Json | None = None
    online_at: datetime | None = None


class Marzban:
    """One panel. `admins` are in its database, with their passwords; `environment_admin` is not, so
    that the users whom it makes have no owner."""

    def __init__(
        self,
        clock: Clock,
        version: str = "0.8.4",
        *,
        admins: Mapping[str, str],
        environment_admin: tuple[str, str] | None = None,
        sudo: bool = True,
        ignores_case: bool = False,
        inbounds: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.version = version
        self.admins = dict(admins)
        self.environment_admin = environment_admin
        self.sudo = sudo
        self.ignores_case = ignores_case
        """Names are compared as MySQL does it."""
        self.inbounds = dict(inbounds or {"vless": ("reality", "ws"), "trojan": ("trojan",)})
        self.domain = "example.net"
        """Of its hosts, which somebody may change."""
        self.server_ip: str | None = None
        """Of hosts without an address of their own: what it took for its own at its start."""
        self.users: dict[int, User] = {}
        self.core: set[str] = set()
        """The uuids that its core lets in."""
        self.logins = 0
        self._clock = clock
        self._tokens: dict[str, str] = {}
        self._ids = 0

    # -- What happens without the API

    def log_everybody_out(self) -> None:
        """Its secret was changed: no token counts any more."""
        self._tokens.clear()

    def plant(self, username: str, *, owner: str = "another", note: str | None = None) -> User:
        """A user whom somebody else made."""
        body: Json = {"username": username, "proxies": {"vless": {}}, "inbounds": {}, "note": note}
        return self._create(body, owner)

    def drop(self, username: str) -> None:
        """Somebody deletes the user by hand."""
        user = self.named(username)
        self._serve(user, False)
        del self.users[user.id]

    def use(self, username: str, amount: int) -> None:
        user = self.named(username)
        user.used += amount
        user.online_at = self._clock.now()
        self.tick()

    def disable(self, username: str) -> None:
        user = self.named(username)
        user.status = "disabled"
        self._serve(user, False)

    def tick(self) -> None:
        """What its jobs do: the status follows time and traffic, and the core the status."""
        for user in self.users.values():
            if user.status == "active":
                user.status = self._true_status(user)
                if user.status != "active":
                    self._serve(user, False)

    def named(self, username: str) -> User:
        for user in self.users.values():
            if self._same(user.username, username):
                return user
        raise Refused(404, "User not found")

    def _same(self, one: str, other: str) -> bool:
        return one == other or (self.ignores_case and one.lower() == other.lower())

    def _true_status(self, user: User) -> str:
        if user.expire and user.expire <= self._clock.now().timestamp():
            return "expired"
        return "limited" if user.data_limit and user.used >= user.data_limit else "active"

    def _serve(self, user: User, allowed: bool) -> None:
        uuid = user.proxies.get("vless", {}).get("id")
        if allowed and uuid and user.inbounds.get("vless"):
            self.core.add(uuid)
        else:
            self.core.discard(uuid)

    # -- The API

    def log_in(self, name: str, password: str) -> str:
        self.logins += 1
        known = {**self.admins, **dict([self.environment_admin] if self.environment_admin else [])}
        if known.get(name) != password:
            raise Refused(401, "Incorrect username or password")
        token = secrets.token_urlsafe(16)
        self._tokens[token] = name
        return token

    def authorize(self, headers: Mapping[str, str]) -> str:
        """Returns the admin's name."""
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind != "Bearer":
            raise Refused(401, "Not authenticated")
        if token not in self._tokens:
            raise Refused(401, "Could not validate credentials")
        return self._tokens[token]

    def call(
        self, method: str, path: str, query: Mapping[str, str], body: Json, admin: str
    ) -> tuple[int, Any]:
        """What stands below /api/: the status and the body."""
        self.tick()
        match [method, *path.split("/")]:
            case ["GET", "system"]:
                return 200, {"version": self.version, "total_user": len(self.users)}
            case ["GET", "inbounds"]:
                return 200, {p: [{"tag": tag} for tag in t] for p, t in self.inbounds.items()}
            case ["POST", "user"]:
                in_database = admin in self.admins
                return 200, self.show(self._create(body, admin if in_database else None))
            case ["GET", "users"]:
                return 200, self._page(query, admin)
            case [_, "user", name, *rest]:
                return 200, self._about(method, rest, self._own(name, admin), body)
        raise Refused(404, "Not Found")

    def _about(self, method: str, rest: list[str], user: User, body: Json) -> Any:
        match [method, *rest]:
            case ["GET"]:
                return self.show(user)
            case ["PUT"]:
                return self.show(self._modify(user, body))
            case ["DELETE"]:
                return self._delete(user)
            case ["POST", "reset"]:
                return self.show(self._reset(user))
            case ["POST", "revoke_sub"]:
                self._serve(user, False)
                self._set_proxies(user, {protocol: {} for protocol in user.proxies})
                self._serve(user, user.status == "active")
                return self.show(user)
        raise Refused(405, "Method Not Allowed")

    def _own(self, name: str, admin: str) -> User:
        user = self.named(name)
        if not self.sudo and user.owner != admin:
            raise Refused(403, "You're not allowed")
        return user

    def _create(self, body: Json, owner: str | None) -> User:
        name = body.get("username")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise Refused(422, {"username": "Username only can be 3 to 32 characters"})
        if any(self._same(user.username, name) for user in self.users.values()):
            raise Refused(409, "User already exists")
        proxies = body.get("proxies") or {}
        self._ids += 1
        user = User(self._ids, name, {}, {}, owner, self._clock.now())
        self._set_proxies(user, proxies)
        # Without the key nobody asks for the inbounds; an empty value stands for all of them.
        if "inbounds" in body:
            asked = body["inbounds"]
            self._set_inbounds(user, {p: asked.get(p) or self.inbounds[p] for p in proxies})
        user.expire, user.data_limit = body.get("expire") or None, body.get("data_limit") or None
        user.note = body.get("note")
        user.next_plan = body.get("next_plan")
        self.users[user.id] = user
        if not proxies:
            raise Broken
        user.status = self._true_status(user)
        self._serve(user, user.status == "active")
        return user

    def _modify(self, user: User, body: Json) -> User:
        """What is null stays; of the proxies only those listed, and no next_plan, stay."""
        self._serve(user, False)
        if body.get("proxies"):
            self._set_proxies(user, body["proxies"])
        if body.get("inbounds"):
            asked = body["inbounds"]
            self._set_inbounds(user, {p: asked[p] or self.inbounds[p] for p in asked})
        if (status := body.get("status")) is not None:
            if status not in ("active", "disabled"):
                raise Refused(422, {"status": "User cannot be on hold without a duration"})
            user.status = status
        if (limit := body.get("data_limit")) is not None:
            user.data_limit = limit or None
            if user.status not in ("expired", "disabled"):
                full = user.data_limit and user.used >= user.data_limit
                user.status = "limited" if full else "active"
        if (expire := body.get("expire")) is not None:
            user.expire = expire or None
            if user.status not in ("limited", "disabled"):
                over = user.expire and user.expire <= self._clock.now().timestamp()
                user.status = "expired" if over else "active"
        if (note := body.get("note")) is not None:
            user.note = note or None
        user.next_plan = body.get("next_plan")
        self._serve(user, user.status == "active")
        return user

    def _set_proxies(self, user: User, proxies: dict[str, Json]) -> None:
        for protocol in proxies:
            if protocol not in self.inbounds:
                raise Refused(400, f"Protocol {protocol} is disabled on your server")
        user.proxies = {
            protocol: {"id": _KEYS[protocol](), "flow": "", **settings}
            for protocol, settings in proxies.items()
        }
        user.inbounds = {p: t for p, t in user.inbounds.items() if p in proxies}

    def _set_inbounds(self, user: User, inbounds: Mapping[str, Any]) -> None:
        for protocol, tags in inbounds.items():
            for tag in tags:
                if tag not in self.inbounds.get(protocol, ()):
                    raise Refused(422, {"inbounds": f"Value error, Inbound {tag} doesn't exist"})
        user.inbounds.update({protocol: list(tags) for protocol, tags in inbounds.items()})

    def _delete(self, user: User) -> Json:
        del self.users[user.id]
        if user.owner is None:
            # The row is gone; what comes after, the core, is not reached.
            raise Broken
        self._serve(user, False)
        return {"detail": "User successfully deleted"}

    def _reset(self, user: User) -> User:
        """As the panel has it: whoever is not expired is active afterwards."""
        user.used = 0
        if user.status != "expired":
            user.status = "active"
            self._serve(user, True)
        return user

    def _page(self, query: Mapping[str, str], admin: str) -> Json:
        """Without `sort` in no order that one could rely on."""
        users = [user for user in self.users.values() if self.sudo or user.owner == admin]
        if "username" in query:
            users = [user for user in users if self._same(user.username, query["username"])]
        if (sort := query.get("sort")) is not None:
            if sort.lstrip("-") not in _SORTS:
                raise Refused(400, f'"{sort}" is not a valid sort option')
            users.sort(key=_SORTS[sort.lstrip("-")], reverse=sort.startswith("-"))
        else:
            users.sort(key=lambda user: secrets.randbits(32))
        offset, limit = int(query.get("offset", 0)), int(query.get("limit", len(users)))
        page = users[offset : offset + limit]
        return {"users": [self.show(user) for user in page], "total": len(users)}

    def links(self, user: User) -> list[str]:
        return [
            link(
                protocol,
                settings,
                self.server_ip or f"{tag}.{self.domain}",
                f"{user.username} ({tag})",
            )
            for protocol, settings in user.proxies.items()
            for tag in user.inbounds.get(protocol, ())
        ]

    def show(self, user: User) -> Json:
        if not user.proxies:
            raise Broken
        seen = user.online_at
        return {
            "username": user.username,
            "status": user.status,
            "proxies": user.proxies,
            "inbounds": user.inbounds,
            "expire": user.expire,
            "data_limit": user.data_limit,
            "data_limit_reset_strategy": "no_reset",
            "used_traffic": user.used,
            "lifetime_used_traffic": user.used,
            "note": user.note,
            "next_plan": user.next_plan,
            "created_at": _naive(user.created_at),
            "online_at": None if seen is None else _naive(seen),
            "links": self.links(user),
            "subscription_url": f"/sub/{signed(user.username)}",
        }


def link(protocol: str, settings: Json, host: str, title: str) -> str:
    query = {
        "encryption": "none",
        "flow": settings.get("flow", ""),
        "security": "reality",
        "sni": "www.example.com",
        "fp": "chrome",
        "pbk": "Zm9yLWRlbW9uc3RyYXRpb24tb25seS1ub3QtYS1rZXk",
        "sid": secrets.token_hex(8),
        "type": "tcp",
    }
    return f"{protocol}://{settings['id']}@{host}:443?{urlencode(query)}#{quote(title)}"


def signed(username: str) -> str:
    """A token that is another one at each answer; all of them count."""
    return urlsafe_b64encode(f"{username},{secrets.randbits(32)}".encode()).decode().rstrip("=")


def _naive(moment: datetime) -> str:
    """In UTC, and not saying so."""
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def router(panel: Marzban, prefix: str = "") -> APIRouter:
    routes = APIRouter(prefix=prefix)

    @routes.post("/api/admin/token", include_in_schema=False)
    async def token(request: Request) -> Response:
        form = await request.form()
        try:
            proof = panel.log_in(str(form.get("username")), str(form.get("password")))
        except Refused as refused:
            return JSONResponse({"detail": refused.detail}, refused.status)
        return JSONResponse({"access_token": proof, "token_type": "bearer"})

    @routes.api_route(
        "/api/{path:path}", methods=["GET", "POST", "PUT", "DELETE"], include_in_schema=False
    )
    async def call(request: Request, path: str) -> Response:
        raw = await request.body()
        try:
            admin = panel.authorize(request.headers)
            body = json.loads(raw) if raw else {}
            status, answer = panel.call(request.method, path, request.query_params, body, admin)
        except Refused as refused:
            return JSONResponse({"detail": refused.detail}, refused.status)
        except Broken:
            closed = {"Connection": "close"}
            return PlainTextResponse("Internal Server Error", 500, closed)
        return JSONResponse(answer, status)

    return routes
