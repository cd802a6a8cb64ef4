"""Remnawave: 2.7, 2.8 and 3.x. Users have a uuid until 2.8, and only a number from 3.0 on.

A call without the headers of a proxy that speaks https gets no answer at all.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
import uuid as uuids
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

import httpx
from fastapi import APIRouter
from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from sandbox.clock import Clock
from sandbox.fault_middleware import hang_up
from sandbox.store import Json, Store

_STRATEGIES = ("NO_RESET", "DAY", "WEEK", "MONTH", "MONTH_ROLLING")
_THRESHOLD = 80
_NOBODY = "00000000-0000-0000-0000-000000000000"


class Refused(Exception):
    """An error in Remnawave's own format."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class Invalid(Exception):
    """The body or the path is not what the contract says."""


class NoRoute(Exception):
    """This version has no such path."""


@dataclass
class User:
    id: int
    uuid: str
    username: str
    short_uuid: str
    vless_uuid: str
    expires_at: datetime
    created_at: datetime
    status: str = "ACTIVE"
    traffic_limit: int = 0
    strategy: str = "NO_RESET"
    device_limit: int | None = None
    telegram_id: int | None = None
    tag: str | None = None
    description: str | None = None
    squads: list[str] = field(default_factory=list)
    used: int = 0
    lifetime_used: int = 0
    online_at: datetime | None = None
    first_connected_at: datetime | None = None
    triggered: int = 0
    """The last threshold of traffic that a notice was sent for."""
    devices: dict[str, Json] = field(default_factory=dict)


_USER = TypeAdapter(User)


class Remnawave:
    """One panel. `tokens` gives the scopes of each; None is all of them. `squads` are the internal
    squads by uuid, each with the name of its server, if it has one."""

    def __init__(
        self,
        clock: Clock,
        version: str = "3.4.5",
        *,
        tokens: Mapping[str, frozenset[str] | None],
        squads: Mapping[str, str],
        webhook_secret: str = "sandbox",
        public_url: str = "https://sub.example.net",
        store: Store | None = None,
    ) -> None:
        self.version = version
        self.tokens = dict(tokens)
        self.squads = dict(squads)
        self._store = store
        stored = map(_USER.validate_python, store.all("remnawave_user") if store else ())
        self.users = {user.username: user for user in stored}
        self.webhooks: list[tuple[bytes, dict[str, str]]] = []
        """What was sent, raw body and headers. There is no id in it."""
        self._clock = clock
        self._webhook_secret = webhook_secret
        self._public_url = public_url
        self._ids = max((user.id for user in self.users.values()), default=0)
        self._undelivered = 0

    @property
    def number(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.version.split("."))

    @property
    def has_uuids(self) -> bool:
        return self.number < (3,)

    # -- What happens without the API

    def use(self, username: str, amount: int) -> None:
        """Somebody connects; a notice is due once at 80 %."""
        user, now = self.users[username], self._clock.now()
        if user.first_connected_at is None:
            user.first_connected_at = now
            self._tell("user.first_connected", user)
        user.online_at = now
        user.used += amount
        user.lifetime_used += amount
        limit = user.traffic_limit
        if limit and user.used * 100 >= limit * _THRESHOLD and user.triggered < _THRESHOLD:
            user.triggered = _THRESHOLD
            self._tell("user.bandwidth_usage_threshold_reached", user)
        self.tick()

    def register(self, username: str, hwid: str) -> bool:
        """A device fetches the subscription; false when the limit keeps it out."""
        user = self.users[username]
        if not re.fullmatch("[a-zA-Z0-9=-]{10,64}", hwid):
            return False
        full = user.device_limit and len(user.devices) >= user.device_limit
        if full and hwid not in user.devices:
            return False
        about = {"platform": "Android", "osVersion": "15", "deviceModel": "Pixel 9"}
        at = _iso(self._clock.now())
        user.devices[hwid] = {"hwid": hwid, "createdAt": at, "updatedAt": at, **about}
        return True

    def plant(self, username: str, description: str | None = None) -> User:
        """A user whom somebody else made."""
        body = {
            "username": username,
            "expireAt": "2099-01-01T00:00:00Z",
            "description": description,
        }
        return self._create(body | {"activeInternalSquads": list(self.squads)})

    def drop(self, username: str) -> None:
        """Somebody deletes the user by hand."""
        del self.users[username]

    def disable(self, username: str) -> None:
        self.users[username].status = "DISABLED"

    def limit_late(self, username: str) -> None:
        """Its job does so by what it had read before the user got more."""
        self.users[username].status = "LIMITED"
        self._tell("user.limited", self.users[username])

    def tick(self) -> None:
        """What the panel's jobs do: the status follows time and traffic."""
        now = self._clock.now()
        for user in self.users.values():
            if user.status not in ("ACTIVE", "LIMITED"):
                continue
            before = user.status
            if user.expires_at <= now:
                user.status = "EXPIRED"
            elif 0 < user.traffic_limit <= user.used:
                user.status = "LIMITED"
            if user.status != before:
                self._tell(f"user.{user.status.lower()}", user)

    def _tell(self, event: str, user: User) -> None:
        """Signed is the body as it goes out; the header with the time is not."""
        now = _iso(self._clock.now())
        told = {"scope": "user", "event": event, "timestamp": now, "data": self.show(user)}
        raw = json.dumps({**told, "meta": None}, separators=(",", ":")).encode()
        signed = signature(self._webhook_secret, raw)
        headers = {"x-remnawave-signature": signed, "x-remnawave-timestamp": now}
        self.webhooks.append((raw, headers))

    async def deliver(
        self, http: httpx.AsyncClient, url: str, *, copies: int = 1, forged: bool = False
    ) -> list[int]:
        """Posts what it has told since the last time, late and the newest first; returns how that
        was answered. Forged: by somebody who does not have the secret."""
        told, self._undelivered = self.webhooks[self._undelivered :], len(self.webhooks)
        answers = []
        for raw, headers in reversed(told):
            if forged:
                headers = {**headers, "x-remnawave-signature": signature("a guess", raw)}
            for _ in range(copies):
                answers.append((await http.post(url, content=raw, headers=headers)).status_code)
        return answers

    # -- The API

    def authorize(self, authorization: str, path: str) -> None:
        kind, _, token = authorization.partition(" ")
        if kind != "Bearer" or token not in self.tokens:
            raise Refused(401, "A003", "Unauthorized")
        scopes = self.tokens[token]
        if self.number >= (2, 8) and scopes is not None and path.split("/")[0] not in scopes:
            raise Refused(403, "A068", "Forbidden")

    def keep(self) -> None:
        """Writes all users down, where they are to outlive the process: they are few then."""
        if self._store is None:
            return
        self._store.clear("remnawave_user")
        for user in self.users.values():
            self._store.put("remnawave_user", user.id, _USER.dump_python(user, mode="json"))

    def call(self, method: str, path: str, query: Mapping[str, str], body: Json) -> Any:
        """What stands below /api/; returns `response`, None for an answer without a body."""
        self.tick()
        match [method, *path.strip("/").split("/")]:
            case ["GET", "system", "metadata"]:
                return {"version": self.version, "build": {"time": "", "number": "1"}, "git": {}}
            case ["POST", "users"]:
                return self.show(self._create(body))
            case ["PATCH", "users"]:
                return self.show(self._update(body))
            case ["GET", "users"]:
                return self._page(query)
            case ["GET", "users", "stream"] if self.number >= (2, 8):
                return self._stream(query)
            case ["GET", "users", "by-username", name]:
                return self.show(self._named(name))
            case ["GET", "users", "by-telegram-id", id_] if self.has_uuids:
                found = [u for u in self.users.values() if u.telegram_id == int(id_)]
                return [self.show(user) for user in found]
            case ["GET", "users", reference]:
                return self.show(self._find(reference))
            case ["DELETE", "users", reference]:
                return self._delete(self._find(reference))
            case ["POST", "users", reference, "actions", action]:
                return self.show(self._act(self._find(reference), action, body))
            case ["GET", "subscriptions", "by-username", name]:
                return self._subscription(self._named(name))
            case ["GET", "hwid", "devices", reference]:
                return self._devices(self._find(reference))
            case ["GET", "internal-squads"]:
                squads = [{"uuid": uuid, "name": name} for uuid, name in self.squads.items()]
                return {"total": len(squads), "internalSquads": squads}
            case ["POST", "hwid", "devices", "delete" | "delete-all" as what]:
                return self._forget(what, body)
        raise NoRoute

    def _named(self, name: str) -> User:
        if name not in self.users:
            raise Refused(404, "A063", "User with specified params not found")
        return self.users[name]

    def _find(self, reference: object) -> User:
        """By uuid until 2.8, by number from 3.0 on; the other one is not even looked at."""
        wanted = str(reference)
        pattern = "[0-9a-f-]{36}" if self.has_uuids else "[0-9]+"
        if not re.fullmatch(pattern, wanted):
            raise Invalid(f"Invalid {'uuid' if self.has_uuids else 'id'}")
        for user in self.users.values():
            if wanted == (user.uuid if self.has_uuids else str(user.id)):
                return user
        raise Refused(404, "A025", "User not found")

    def _create(self, body: Json) -> User:
        name = body.get("username")
        if not isinstance(name, str) or not re.fullmatch("[a-zA-Z0-9_-]{3,36}", name):
            raise Invalid("Username can only contain letters, numbers, underscores and dashes")
        if "expireAt" not in body:
            raise Invalid("Expiration date is required")
        if name in self.users:
            raise Refused(400, "A019", "User username already exists")
        short = body.get("shortUuid") or secrets.token_urlsafe(12)
        if any(user.short_uuid == short for user in self.users.values()):
            raise Refused(400, "A020", "User short UUID already exists")
        self._ids += 1
        user = User(
            id=self._ids,
            uuid=str(uuids.uuid4()),
            username=name,
            short_uuid=short,
            vless_uuid=body.get("vlessUuid") or str(uuids.uuid4()),
            expires_at=_moment(body["expireAt"]),
            created_at=self._clock.now(),
            status=body.get("status", "ACTIVE"),
        )
        self._set(user, body)
        self.users[name] = user
        self._tell("user.created", user)
        return user

    def _update(self, body: Json) -> User:
        """By name, or by what the version has for an id. A vlessUuid is not looked at."""
        id_ = body.get("uuid" if self.has_uuids else "id")
        if id_ is None and "username" not in body:
            raise Invalid("Either an id or username must be provided")
        status, limit = body.get("status"), body.get("trafficLimitBytes")
        if status not in (None, "ACTIVE", "DISABLED"):
            raise Invalid("You can't change status to LIMITED or EXPIRED")
        expires_at = _moment(body["expireAt"]) if "expireAt" in body else None
        if expires_at is not None and expires_at <= self._clock.now():
            raise Invalid("Expiration date cannot be in the past")
        user = self._find(id_) if id_ is not None else self.users.get(body["username"])
        if user is None:
            raise Refused(404, "A025", "User not found")
        if status == "ACTIVE":
            user.status = "ACTIVE"
        elif status == "DISABLED" and user.status == "ACTIVE":
            user.status = "DISABLED"
        if user.status == "LIMITED" and limit is not None and not 0 < limit <= user.traffic_limit:
            user.status = "ACTIVE"
        if user.status == "EXPIRED" and expires_at not in (None, user.expires_at):
            user.status = "ACTIVE"
        user.expires_at = expires_at or user.expires_at
        self._set(user, body)
        self._tell("user.modified", user)
        return user

    def _set(self, user: User, body: Json) -> None:
        """What create and update have in common: what is left out stays."""
        if "trafficLimitBytes" in body:
            user.traffic_limit, user.triggered = int(body["trafficLimitBytes"]), 0
        if body.get("trafficLimitStrategy", "NO_RESET") not in _STRATEGIES:
            raise Invalid("Invalid traffic limit strategy")
        user.strategy = body.get("trafficLimitStrategy", user.strategy)
        user.device_limit = body.get("hwidDeviceLimit", user.device_limit)
        user.telegram_id = body.get("telegramId", user.telegram_id)
        user.description = body.get("description", user.description)
        tag = body.get("tag", user.tag)
        if tag is not None and not re.fullmatch("[A-Z0-9_]{1,16}", tag):
            raise Invalid("Tag can only contain uppercase letters, numbers, underscores")
        user.tag = tag
        squads = body.get("activeInternalSquads")
        if squads is not None:
            if set(squads) - set(self.squads):
                raise Refused(500, "A018", "Create user error")
            user.squads = list(squads)

    def _delete(self, user: User) -> Json | None:
        del self.users[user.username]
        self._tell("user.deleted", user)
        return {"isDeleted": True} if self.has_uuids else None

    def _act(self, user: User, action: str, body: Json) -> User:
        match action:
            case "disable":
                if user.status == "DISABLED":
                    raise Refused(400, "A029", "User already disabled")
                user.status = "DISABLED"
                self._tell("user.disabled", user)
            case "enable":
                if user.status == "ACTIVE":
                    raise Refused(400, "A030", "User already enabled")
                user.status = "ACTIVE"
                self._tell("user.enabled", user)
            case "revoke":
                user.vless_uuid = str(uuids.uuid4())
                if not body.get("revokeOnlyPasswords"):
                    user.short_uuid = body.get("shortUuid") or secrets.token_urlsafe(12)
                self._tell("user.revoked", user)
            case "reset-traffic":
                user.used = user.triggered = 0
                if user.status == "LIMITED":
                    user.status = "ACTIVE"
                self._tell("user.traffic_reset", user)
            case _:
                raise NoRoute
        return user

    def _page(self, query: Mapping[str, str]) -> Json:
        """The newest first: whoever comes meanwhile moves the others on."""
        start, size = int(query.get("start", 0)), int(query.get("size", 25))
        if not 1 <= size <= 500:
            raise Invalid("Size is from 1 to 500")
        users = sorted(self.users.values(), key=lambda user: -user.id)
        shown = [self.show(user) for user in users[start : start + size]]
        return {"total": len(users), "users": shown}

    def _stream(self, query: Mapping[str, str]) -> Json:
        after, size = int(query.get("cursor", 0)), int(query.get("size", 100))
        if not 1 <= size <= 1000:
            raise Invalid("Size is from 1 to 1000")
        wanted = [
            user
            for user in self.users.values()
            if user.id > after
            and query.get("tag") in (None, user.tag)
            and query.get("status") in (None, user.status)
            and query.get("telegramId") in (None, str(user.telegram_id))
        ]
        page = sorted(wanted, key=lambda user: user.id)[:size]
        more = len(wanted) > len(page)
        cursor = str(page[-1].id) if page and more else None
        return {
            "users": [self.show(user) for user in page],
            "nextCursor": cursor,
            "hasMore": more,
        }

    def _subscription(self, user: User) -> Json:
        return {
            "isFound": True,
            "user": {
                "shortUuid": user.short_uuid,
                "username": user.username,
                "expiresAt": _iso(user.expires_at),
                "isActive": user.status == "ACTIVE",
                "userStatus": user.status,
            },
            "links": self.links(user),
            "ssConfLinks": {},
            "subscriptionUrl": self._url(user),
        }

    def links(self, user: User) -> list[str]:
        """One for each server of the squads; a stub that tells why there is none."""
        servers = [self.squads[squad] for squad in user.squads if self.squads[squad]]
        if user.status != "ACTIVE" or not servers:
            why = "No hosts found" if user.status == "ACTIVE" else f"User {user.status}"
            return [f"vless://{_NOBODY}@0.0.0.0:1?encryption=none&type=tcp#{quote(why)}"]
        asked = {
            "encryption": "none",
            "type": "tcp",
            "security": "reality",
            "pbk": "Zm9yLWRlbW9uc3RyYXRpb24tb25seS1ub3QtYS1rZXk",
            "fp": "chrome",
            "sni": "www.example.com",
            "sid": "6ba85179e30d4fc2",
            "flow": "xtls-rprx-vision",
        }
        return [
            f"vless://{user.vless_uuid}@{server}.example.net:443?{urlencode(asked)}#{quote(server)}"
            for server in servers
        ]

    def subscription(self, short_uuid: str, headers: Mapping[str, str]) -> str | None:
        """What its public address serves; a device above the limit gets nothing, with a 200."""
        for user in self.users.values():
            if user.short_uuid == short_uuid:
                hwid = headers.get("x-hwid", "")
                if user.device_limit and not self.register(user.username, hwid):
                    return ""
                return base64.b64encode("\n".join(self.links(user)).encode()).decode()
        return None

    def _devices(self, user: User) -> Json:
        whose = {"userUuid": user.uuid} if self.has_uuids else {"userId": user.id}
        devices = [{**device, **whose} for device in user.devices.values()]
        return {"total": len(devices), "devices": devices}

    def _forget(self, what: str, body: Json) -> Json:
        user = self._find(body.get("userUuid" if self.has_uuids else "userId"))
        if what == "delete-all":
            user.devices.clear()
        elif user.devices.pop(str(body.get("hwid")), None) is None:
            raise Refused(404, "A204", "HWID device not found")
        return self._devices(user)

    def _url(self, user: User) -> str:
        return f"{self._public_url}/{user.short_uuid}"

    def show(self, user: User) -> Json:
        return {
            **({"uuid": user.uuid} if self.has_uuids else {}),
            "id": user.id,
            "shortUuid": user.short_uuid,
            "username": user.username,
            "status": user.status,
            "trafficLimitBytes": user.traffic_limit,
            "trafficLimitStrategy": user.strategy,
            "expireAt": _iso(user.expires_at),
            "telegramId": user.telegram_id,
            "email": None,
            "description": user.description,
            "tag": user.tag,
            "hwidDeviceLimit": user.device_limit,
            "vlessUuid": user.vless_uuid,
            "lastTriggeredThreshold": user.triggered,
            "createdAt": _iso(user.created_at),
            "subscriptionUrl": self._url(user),
            "activeInternalSquads": [
                {"uuid": squad, "name": self.squads[squad]} for squad in user.squads
            ],
            "userTraffic": {
                "usedTrafficBytes": user.used,
                "lifetimeUsedTrafficBytes": user.lifetime_used,
                "onlineAt": user.online_at and _iso(user.online_at),
                "firstConnectedAt": user.first_connected_at and _iso(user.first_connected_at),
            },
        }


def signature(secret: str, raw: bytes) -> str:
    return hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def _moment(text: Any) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise Invalid("Invalid date format") from None


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class HangUp(Response):
    """Closes the connection instead."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await hang_up(scope, receive, send)


def router(panel: Remnawave, prefix: str = "") -> APIRouter:
    routes = APIRouter(prefix=prefix)

    @routes.get("/sub/{short_uuid}", include_in_schema=False)
    async def subscription(request: Request, short_uuid: str) -> Response:
        body = panel.subscription(short_uuid, request.headers)
        return PlainTextResponse(body or "", 404 if body is None else 200)

    @routes.api_route(
        "/api/{path:path}", methods=["GET", "POST", "PATCH", "DELETE"], include_in_schema=False
    )
    async def call(request: Request, path: str) -> Response:
        headers = request.headers
        if "x-forwarded-for" not in headers or headers.get("x-forwarded-proto") != "https":
            return HangUp()
        try:
            panel.authorize(headers.get("authorization", ""), path)
            raw = await request.body()
            body = json.loads(raw) if raw else {}
            answer = panel.call(request.method, path, request.query_params, body)
            if request.method != "GET":
                panel.keep()
        except Refused as refused:
            told: Json = {
                "message": str(refused),
                "errorCode": refused.code,
                "path": f"/api/{path}",
            }
            return JSONResponse(told, refused.status)
        except Invalid as invalid:
            errors = [{"message": str(invalid)}]
            told = {"statusCode": 400, "message": "Validation failed", "errors": errors}
            return JSONResponse(told, 400)
        except NoRoute:
            told = {"message": f"Cannot {request.method} /api/{path}", "statusCode": 404}
            return JSONResponse(told, 404)
        if answer is None:
            return Response(status_code=204)
        created = request.method == "POST" and path.strip("/") == "users"
        return JSONResponse({"response": answer}, 201 if created else 200)

    return routes
