"""3x-ui: 2.9 and 3.0, where a client is a part of its inbound, and 3.1 to 3.7, where it is not.

Every refusal is HTTP 200 with `success: false` and a text in the panel's language; only the detail
in brackets is English. Whoever is not logged in gets a 404.
"""

import base64
import json
import secrets
import time
import uuid as uuids
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox.clock import Clock
from sandbox.store import Json

_FAILURES, _WITHIN, _BLOCKED_FOR = 5, 5 * 60, 15 * 60
_PAGE, _MAX_PAGE = 25, 200
_SERVER_NAMES = ("www.example.com", "cdn.example.com", "img.example.com", "api.example.com")
# What a write can set besides the uuid and the email, and what becomes of it when it is left out.
_CLEARED: Json = {
    "enable": False,
    "expiryTime": 0,
    "totalGB": 0,
    "limitIp": 0,
    "limitHwid": 0,
    "tgId": 0,
    "group": "",
    "comment": "",
    "flow": "",
    "reset": 0,
}


class Refused(Exception):
    """The detail that the panel puts into brackets."""


class NotAuthorized(Exception):
    """No session and no token that it knows."""


class Forbidden(Exception):
    """No CSRF token, a token without the scope, or a Host that is not webDomain."""


class NoRoute(Exception):
    """This version has no such path."""


@dataclass
class Inbound:
    id: int
    port: int
    node_is_offline: bool = False


@dataclass
class Client:
    """inbound_ids names an inbound twice when the client is in it twice. copies: the fields as each
    inbound has them, from 3.1 on, where the core reads them. enforced: the end, the limit and
    `enable` in the row of traffic, by which the panel stops him. lost_uuid: with this one the core
    does not let him in, whatever else says so."""

    row: int
    email: str
    uuid: str
    sub_id: str
    fields: Json
    inbound_ids: list[int]
    copies: dict[int, Json] = field(default_factory=dict)
    enforced: Json = field(default_factory=dict)
    lost_uuid: str | None = None
    up: int = 0
    down: int = 0
    last_online: int = 0

    @property
    def used(self) -> int:
        return self.up + self.down


@dataclass
class Session:
    csrf: str
    logged_in: bool = False


class ThreeXUi:
    """One panel. `tokens` gives the scope of each: admin, monitor or node-sync."""

    def __init__(
        self,
        clock: Clock,
        version: str = "3.7.0",
        *,
        login: tuple[str, str] = ("admin", "password"),
        tokens: Mapping[str, str] | None = None,
        base_path: str = "",
        domain: str | None = None,
        inbounds: tuple[int, ...] = (1,),
    ) -> None:
        self.version = version
        self.login = login
        self.base_path = base_path
        self.domain = domain
        self.tokens = dict(tokens or {})
        self.guid = str(uuids.uuid4())
        self.inbounds = {id_: Inbound(id_, 443 + id_) for id_ in inbounds}
        self.clients: dict[str, Client] = {}
        self.devices: dict[str, list[Json]] = defaultdict(list)
        self.breaks_at: int | None = None
        """An add or update fails at this inbound, once: those before it are written by then."""
        self.loses_enable = False
        """Writes succeed, and leave the client disabled."""
        self.resets_nothing = False
        """Resets of traffic succeed, and leave it."""
        self.detaches_siblings = False
        """A detach takes the client out of all its inbounds."""
        self.address: str | None = "vpn.example.net"
        """Of its inbounds. Without one, links lead to the host of the request."""
        self.real_ip: str | None = None
        """Its proxy names who asks, and passes on the host only if he names it."""
        self.core_restarts = 0
        self.logins = 0
        self.writes = 0
        self._clock = clock
        self._sessions: dict[str, Session] = {}
        self._failures: dict[tuple[str, str], list[float]] = defaultdict(list)
        self._started = time.time() - 30 * 86_400
        self._rows = 0
        self._kept: dict[str, tuple[int, int, Json]] = {}

    @property
    def number(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.version.split("."))

    @property
    def has_clients(self) -> bool:
        """Clients have routes of their own, and may be in several inbounds."""
        return self.number >= (3, 1)

    # -- What happens without the API

    def restart(self) -> None:
        """The panel starts anew: sessions are over, clients are in its database."""
        self._started = time.time()
        self._sessions.clear()

    def log_everybody_out(self) -> None:
        self._sessions.clear()

    def forget_csrf(self) -> None:
        """Sessions go on, with other CSRF tokens."""
        for session in self._sessions.values():
            session.csrf = secrets.token_hex(16)

    def plant(self, email: str, comment: str = "", **fields: Any) -> Client:
        """A client whom somebody else made, in the first inbound."""
        given = {"email": email, "comment": comment, "enable": True, **fields}
        client = self._create(_checked(given))
        client.inbound_ids.append(min(self.inbounds))
        return client

    def drop(self, email: str, *, keeps_traffic: bool = False) -> None:
        """Somebody deletes the client by hand, possibly with the box ticked that keeps its
        traffic."""
        client = self.clients[email]
        self._remove(client)
        if keeps_traffic:
            self._kept[email] = client.up, client.down, client.enforced

    def disable(self, email: str) -> None:
        """By hand. 3.2 serves him only with another uuid from then on."""
        client = self.clients[email]
        client.fields["enable"] = client.enforced["enable"] = False
        if (3, 2) <= self.number < (3, 3):
            client.lost_uuid = client.uuid

    def serves(self, client: Client) -> bool:
        """Whether the core lets him in."""
        is_on = client.fields["enable"] and client.enforced["enable"]
        return bool(is_on) and client.uuid != client.lost_uuid

    def use(self, email: str, amount: int) -> None:
        """Somebody connects. A negative expiry begins to count now."""
        client = self.clients[email]
        client.down += amount
        client.last_online = self._now()
        if client.fields["expiryTime"] < 0:
            client.fields["expiryTime"] = self._now() - client.fields["expiryTime"]
            client.enforced["expiryTime"] = client.fields["expiryTime"]

    def register(self, sub_id: str, hwid: str, agent: str = "Happ/1.0") -> bool:
        """A device fetches the subscription; false when the limit keeps it out."""
        limit = max(
            (c.fields["limitHwid"] for c in self._of(sub_id) if c.fields["enable"]), default=0
        )
        known = self.devices[sub_id]
        if limit <= 0:
            return True
        if len(hwid) < 6:
            return False
        for device in known:
            if device["hwid"] == hwid:
                device["lastSeen"] = self._now()
                return True
        if len(known) >= limit:
            return False
        self._rows += 1
        seen = {"firstSeen": self._now(), "lastSeen": self._now()}
        about = {"deviceOs": "android", "osVersion": "15", "deviceModel": "Pixel 9"}
        known.append({"id": self._rows, "hwid": hwid, "userAgent": agent, **seen, **about})
        return True

    def tick(self) -> None:
        """What the panel's loop of five seconds does: who is over is disabled, until 3.0 only in
        his row of traffic."""
        for client in self.clients.values():
            expiry, total = client.enforced["expiryTime"], client.enforced["totalGB"]
            over = 0 < expiry <= self._now() or 0 < total <= client.used
            if over and client.enforced["enable"]:
                client.enforced["enable"] = False
                client.fields["enable"] = client.fields["enable"] and not self.has_clients
                # restartXrayOnClientDisable: everybody is disconnected.
                self.core_restarts += 1

    def _now(self) -> int:
        return _ms(self._clock.now())

    def _of(self, sub_id: str) -> list[Client]:
        return [client for client in self.clients.values() if client.sub_id == sub_id]

    # -- Who calls

    def csrf_token(self, cookie: str | None) -> tuple[str, str]:
        """The session's cookie and CSRF token; a new session if there is none."""
        if cookie is None or cookie not in self._sessions:
            cookie = secrets.token_hex(16)
            self._sessions[cookie] = Session(secrets.token_hex(16))
        return cookie, self._sessions[cookie].csrf

    def log_in(self, body: Json, ip: str, cookie: str | None, csrf: str | None) -> str:
        """Returns the cookie. One that is blocked looks like a wrong password."""
        session = self._sessions.get(cookie or "")
        if self.number >= (3,) and (session is None or session.csrf != csrf):
            raise Forbidden
        name, password = str(body.get("username", "")), str(body.get("password", ""))
        now, failures = time.monotonic(), self._failures[ip, name]
        blocked = len(failures) >= _FAILURES and now - failures[-1] < _BLOCKED_FOR
        if blocked or (name, password) != self.login:
            if not blocked:
                recent = [at for at in failures if now - at < _WITHIN]
                self._failures[ip, name] = [*recent, now]
            raise Refused("wrong username or password")
        self._failures.pop((ip, name))
        self.logins += 1
        self._sessions.pop(cookie or "", None)
        cookie = secrets.token_hex(16)
        self._sessions[cookie] = Session(secrets.token_hex(16), logged_in=True)
        return cookie

    def authorize(self, method: str, headers: Mapping[str, str], cookie: str | None) -> None:
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind == "Bearer" and self.number >= (3,):
            scope = self.tokens.get(token)
            if scope is not None:
                has_scopes = self.number >= (3, 7)
                if has_scopes and (
                    scope == "node-sync" or (scope == "monitor" and method != "GET")
                ):
                    raise Forbidden
                return
        session = self._sessions.get(cookie or "")
        if session is None or not session.logged_in:
            raise NotAuthorized
        has_csrf = self.number >= (3,) and method != "GET"
        if has_csrf and headers.get("x-csrf-token") != session.csrf:
            raise Forbidden

    # -- The API

    def call(self, method: str, path: str, query: Mapping[str, str], body: Json, host: str) -> Any:
        """What stands below /panel/api/; returns `obj`."""
        self.tick()
        self.writes += method != "GET"
        match [method, *path.split("/")]:
            case ["GET", "server", "status"]:
                return self._status()
            case ["GET", "inbounds", "list" | "options"]:
                return [self._show_inbound(inbound) for inbound in self.inbounds.values()]
            case ["GET", "inbounds", "get", id_]:
                return {**self._show_inbound(self._inbound(int(id_))), "clientStats": None}
            case [_, "clients", *rest] if self.has_clients:
                return self._clients_call(method, rest, query, body, host)
            case [_, "inbounds", *rest] if not self.has_clients:
                return self._inbounds_call(method, rest, body, host)
        raise NoRoute

    def _clients_call(
        self, method: str, path: list[str], query: Mapping[str, str], body: Json, host: str
    ) -> Any:
        match [method, *path]:
            case ["GET", "list"]:
                return [self._record(client) for client in self.clients.values()]
            case ["GET", "list", "paged"]:
                return self._page(query)
            case ["GET", "get", email]:
                client = self._client(email)
                return {
                    "client": self._record(client),
                    "inboundIds": sorted(set(client.inbound_ids)),
                    "externalLinks": [],
                    "usedTraffic": client.used,
                }
            case ["GET", "traffic", email]:
                return self._traffic(email)
            case ["GET", "links", email]:
                return self.links(self._client(email), host)
            case ["POST", "add"]:
                return self._add(body)
            case ["POST", "update", email]:
                return self._update(self._client(email), body)
            case ["POST", "del", email]:
                self._remove(self._client(email))
                return None
            case ["POST", email, "attach" | "detach" as what]:
                return self._place(self._client(email), what, body)
            case ["POST", "resetTraffic", email]:
                self._reset(self._client(email))
                return None
            case ["POST", "onlines"]:
                return [c.email for c in self.clients.values() if c.last_online]
            case ["POST", "lastOnline"]:
                return {client.email: client.last_online for client in self.clients.values()}
            case ["POST", "hwids", email] if self.number >= (3, 7):
                return [
                    {name: value for name, value in device.items() if name != "hwid"}
                    for device in self.devices[self._client(email).sub_id]
                ]
            case ["DELETE", "hwids", email, *which] if self.number >= (3, 7):
                self._unbind(self._client(email), which)
                return None
        raise NoRoute

    def _inbounds_call(self, method: str, path: list[str], body: Json, host: str) -> Any:
        match [method, *path]:
            case ["POST", "addClient"]:
                inbound, given = self._given(body)
                self._add_to(inbound, given)
            case ["POST", "updateClient", uuid]:
                inbound, given = self._given(body)
                self._replace(inbound, uuid, given)
            case ["POST", id_, "delClient", uuid]:
                self._remove_from(self._inbound(int(id_)), uuid)
            case ["POST", id_, "resetClientTraffic", email]:
                self._inbound(int(id_))
                self._reset(self._client(email))
            case ["GET", "getClientTraffics", email]:
                return self._traffic(email)
            case ["GET", "getClientLinks", id_, email] if self.number >= (3,):
                self._inbound(int(id_))
                return self.links(self._client(email), host)
            case ["POST", "onlines"]:
                return [c.email for c in self.clients.values() if c.last_online]
            case ["POST", "lastOnline"]:
                return {client.email: client.last_online for client in self.clients.values()}
            case _:
                raise NoRoute
        return None

    def _status(self) -> Json:
        status: Json = {
            "cpu": 1.5,
            "uptime": 40 * 86_400,
            "xray": {"state": "running", "errorMsg": "", "version": "25.10.15"},
            "appStats": {"threads": 20, "mem": 60_000_000, "uptime": self._uptime()},
        }
        if self.number >= (3, 1):
            status |= {"panelVersion": self.version, "panelGuid": self.guid}
        return status

    def _uptime(self) -> int:
        return int(time.time() - self._started)

    # -- Clients of their own (3.1 and later)

    def _add(self, body: Json) -> Json:
        given, ids = _checked(body.get("client")), body.get("inboundIds")
        if not isinstance(ids, list) or not ids:
            raise Refused("at least one inbound is required")
        inbounds = [self._inbound(id_) for id_ in ids]
        known = self.clients.get(given["email"])
        if known is not None and known.sub_id != given["subId"]:
            raise Refused(f"email already in use: {given['email']}")
        client = known or self._create(given)
        for inbound in inbounds:
            self._write_copy(client, inbound)
            # Before 3.5 a repeated add could put the client into its inbound once more.
            if inbound.id not in client.inbound_ids or self.number < (3, 5):
                client.inbound_ids.append(inbound.id)
        client.fields["enable"] = bool(known or client.fields["enable"]) and not self.loses_enable
        return self._pending(inbounds)

    def _enforce(self, client: Client) -> None:
        names = ("enable", "expiryTime", "totalGB")
        client.enforced = {name: client.fields[name] for name in names}
        if client.uuid != client.lost_uuid:
            client.lost_uuid = None

    def _write_copy(self, client: Client, inbound: Inbound) -> None:
        if inbound.id == self.breaks_at:
            self.breaks_at = None
            raise Refused("failed to update inbound")
        client.copies[inbound.id] = {**client.fields, "id": client.uuid}

    def _create(self, given: Json) -> Client:
        self._rows += 1
        client = Client(
            row=self._rows,
            email=given["email"],
            uuid=given["id"] or str(uuids.uuid4()),
            sub_id=given["subId"] or secrets.token_hex(8),
            fields={name: given[name] for name in _CLEARED},
            inbound_ids=[],
        )
        self._enforce(client)
        if client.email in self._kept:
            client.up, client.down, left = self._kept.pop(client.email)
            # Up to 3.5 a row that is there stays as it is.
            client.enforced = left if self.number < (3, 6) else client.enforced
        self.clients[client.email] = client
        return client

    def _update(self, client: Client, body: Json) -> Json:
        """Replaces: what is left out is cleared, and `enable` left out disables. The record is
        written first, then one inbound after the other."""
        given = _checked(body)
        if given["email"] != client.email and given["email"] in self.clients:
            raise Refused(f"email already in use: {given['email']}")
        if given["id"]:
            client.uuid = given["id"]
        elif self.number < (3, 3, 1):
            client.uuid = str(uuids.uuid4())
        client.sub_id = given["subId"] or client.sub_id
        client.fields = {name: given[name] for name in _CLEARED}
        self._enforce(client)
        limit = client.fields["limitHwid"]
        if limit > 0:
            latest = sorted(self.devices[client.sub_id], key=lambda it: -it["lastSeen"])
            self.devices[client.sub_id] = latest[:limit]
        self.clients = {
            given["email"] if email == client.email else email: it
            for email, it in self.clients.items()
        }
        client.email = given["email"]
        inbounds = [self.inbounds[id_] for id_ in client.inbound_ids]
        for inbound in inbounds:
            self._write_copy(client, inbound)
        client.fields["enable"] = client.fields["enable"] and not self.loses_enable
        return self._pending(inbounds)

    def _remove(self, client: Client) -> None:
        del self.clients[client.email]
        self.devices.pop(client.sub_id, None)

    def _place(self, client: Client, what: str, body: Json) -> Json:
        inbounds = [self._inbound(id_) for id_ in body.get("inboundIds", [])]
        for inbound in inbounds:
            if what == "detach":
                left = [id_ for id_ in client.inbound_ids if id_ != inbound.id]
                client.inbound_ids = [] if self.detaches_siblings else left
            elif inbound.id not in client.inbound_ids:
                self._write_copy(client, inbound)
                client.inbound_ids.append(inbound.id)
        return self._pending(inbounds)

    def _reset(self, client: Client) -> None:
        if not self.resets_nothing:
            client.up = client.down = 0
        client.fields["enable"] = client.enforced["enable"] = True

    def _unbind(self, client: Client, which: list[str]) -> None:
        known = self.devices[client.sub_id]
        left = [it for it in known if which and str(it["id"]) != which[0]]
        if which and len(left) == len(known):
            raise Refused("device not found")
        self.devices[client.sub_id] = left

    def _pending(self, inbounds: list[Inbound]) -> Json:
        return {"nodePending": any(inbound.node_is_offline for inbound in inbounds)}

    # -- Clients as parts of an inbound (2.9 and 3.0)

    def _given(self, body: Json) -> tuple[Inbound, Json]:
        settings = body.get("settings")
        if not isinstance(settings, str):
            raise Refused("json: cannot unmarshal object into Go struct field Inbound.settings")
        [client] = json.loads(settings)["clients"]
        return self._inbound(int(body["id"])), _checked(client)

    def _add_to(self, inbound: Inbound, given: Json) -> None:
        if given["email"] in self.clients:
            raise Refused(f"Duplicate email: {given['email']}")
        self._create(given).inbound_ids.append(inbound.id)

    def _replace(self, inbound: Inbound, uuid: str, given: Json) -> None:
        client = self._in(inbound, uuid)
        if client is None:
            raise Refused("empty client ID")
        if given["email"] != client.email and given["email"] in self.clients:
            raise Refused(f"Duplicate email: {given['email']}")
        del self.clients[client.email]
        client.email, client.uuid, client.sub_id = given["email"], given["id"], given["subId"]
        client.fields = {name: given[name] for name in _CLEARED}
        self._enforce(client)
        self.clients[client.email] = client

    def _remove_from(self, inbound: Inbound, uuid: str) -> None:
        client = self._in(inbound, uuid)
        if client is None:
            raise Refused("Client Not Found In Inbound For ID: " + uuid)
        if sum(inbound.id in it.inbound_ids for it in self.clients.values()) == 1:
            raise Refused("no client remained in Inbound")
        self._remove(client)

    def _in(self, inbound: Inbound, uuid: str) -> Client | None:
        found = (c for c in self.clients.values() if inbound.id in c.inbound_ids)
        return next((client for client in found if client.uuid == uuid), None)

    # -- What it shows

    def _inbound(self, id_: int) -> Inbound:
        if id_ not in self.inbounds:
            raise Refused("record not found")
        return self.inbounds[id_]

    def _client(self, email: str) -> Client:
        """Names are told apart by case."""
        if email not in self.clients:
            raise Refused("record not found")
        return self.clients[email]

    def _record(self, client: Client) -> Json:
        """Here `id` is the row's number, and the uuid has its own name."""
        return {
            "id": client.row,
            "email": client.email,
            "subId": client.sub_id,
            "uuid": client.uuid,
            **client.fields,
        }

    def _traffic(self, email: str) -> Json | None:
        """Until 3.1 no traffic is a refusal; that of nobody is one in each version."""
        client = self.clients.get(email)
        if client is None:
            if email in self._kept:
                raise Refused(f"Client Not Found In Inbound For Email: {email}\n")
            if self.number < (3, 2):
                raise Refused(f"Inbound Not Found For Email: {email}\n")
            return None
        return {
            "email": email,
            "inboundId": next(iter(client.inbound_ids), 0),
            "uuid": client.uuid,
            "subId": client.sub_id,
            "enable": client.enforced["enable"],
            "up": client.up,
            "down": client.down,
            "total": client.enforced["totalGB"],
            "expiryTime": client.enforced["expiryTime"],
            "lastOnline": client.last_online,
        }

    def _show_inbound(self, inbound: Inbound) -> Json:
        of_it = [c for c in self.clients.values() if inbound.id in c.inbound_ids]
        clients = [{"id": c.uuid, "email": c.email, "subId": c.sub_id, **c.fields} for c in of_it]
        return {
            "id": inbound.id,
            "protocol": "vless",
            "port": inbound.port,
            "enable": True,
            "settings": json.dumps({"clients": clients, "decryption": "none"}),
            "clientStats": [self._traffic(client.email) for client in of_it],
        }

    def _page(self, query: Mapping[str, str]) -> Json:
        size = min(int(query.get("pageSize", _PAGE)) or _PAGE, _MAX_PAGE)
        page = max(int(query.get("page", 1)), 1)
        rows = sorted(self.clients.values(), key=lambda client: client.row)
        items = []
        for client in rows[(page - 1) * size : page * size]:
            record = self._record(client)
            slim = {n: record[n] for n in record if n not in ("id", "uuid", "flow", "tgId")}
            traffic = self._traffic(client.email)
            items.append({**slim, "inboundIds": client.inbound_ids, "traffic": traffic})
        counts = {"total": len(rows), "filtered": len(rows), "page": page, "pageSize": size}
        return {"items": items, **counts, "summary": {}, "groups": []}

    def host(self, headers: Mapping[str, str]) -> str:
        """What it takes for its own address in a request."""
        named = headers.get("x-forwarded-host") or self.real_ip or headers.get("host", "")
        return named.rpartition(":")[0] or named

    def links(self, client: Client, host: str) -> list[str]:
        """Also those of somebody who is disabled; never twice the same."""
        found = []
        for id_ in sorted(set(client.inbound_ids)):
            inbound = self.inbounds[id_]
            asked = {
                "type": "tcp",
                "encryption": "none",
                "security": "reality",
                "pbk": "Zm9yLWRlbW9uc3RyYXRpb24tb25seS1ub3QtYS1rZXk",
                "fp": "chrome",
                "sni": secrets.choice(_SERVER_NAMES),
                "sid": secrets.token_hex(4),
                "spx": "/",
                "flow": client.fields["flow"],
            }
            name = quote(f"in-{id_}-{client.email}")
            address = f"{client.uuid}@{self.address or host}:{inbound.port}"
            found.append(f"vless://{address}?{urlencode(asked)}#{name}")
        return found

    def subscription(self, sub_id: str, headers: Mapping[str, str]) -> Response:
        """What port 2096 serves below /sub/."""
        found = self._of(sub_id)
        hwid, agent = headers.get("x-hwid", ""), headers.get("user-agent", "")
        if not found:
            is_old = self.number < (3,)
            return PlainTextResponse("Error!" if is_old else "", 400 if is_old else 404)
        if not self.register(sub_id, hwid, agent):
            return PlainTextResponse("", 404)
        host = self.host(headers)
        lines = "\n".join(link for client in found for link in self.links(client, host))
        return PlainTextResponse(base64.b64encode(lines.encode()).decode())


def _checked(given: Any) -> Json:
    """The fields of a write, as Go binds them: of the right type, or nothing at all."""
    if not isinstance(given, dict):
        raise Refused("EOF")
    read = {"id": "", "email": "", "subId": "", **_CLEARED}
    for name, default in read.items():
        value = given.get(name, default)
        if type(value) is not type(default):
            kind = {str: "string", int: "int64", bool: "bool"}[type(default)]
            raise Refused(f"json: cannot unmarshal into Go struct field Client.{name} of {kind}")
        read[name] = value
    email = read["email"]
    if not email or any(sign in email for sign in "/\\ "):
        raise Refused("client email is required and must not contain / \\ or blanks")
    return read


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def router(panel: ThreeXUi, prefix: str = "") -> APIRouter:
    """The panel below its webBasePath, and its subscription server below /sub/."""
    routes = APIRouter(prefix=prefix)

    @routes.get("/sub/{sub_id}", include_in_schema=False)
    async def subscription(request: Request, sub_id: str) -> Response:
        return panel.subscription(sub_id, request.headers)

    @routes.api_route(
        panel.base_path + "/{path:path}", methods=["GET", "POST", "DELETE"], include_in_schema=False
    )
    async def call(request: Request, path: str) -> Response:
        try:
            return await answer(request, path)
        except Refused as refused:
            # As a panel in Russian says it.
            return JSONResponse({"success": False, "msg": f"Что-то пошло не так ({refused})"})
        except Forbidden:
            return PlainTextResponse("", 403)
        except NotAuthorized:
            says_so = request.headers.get("x-requested-with") == "XMLHttpRequest"
            return PlainTextResponse("", 401 if says_so and panel.number >= (3,) else 404)
        except NoRoute:
            return PlainTextResponse("404 page not found", 404)

    async def answer(request: Request, path: str) -> Response:
        if panel.domain is not None and request.url.hostname != panel.domain:
            raise Forbidden
        cookie = request.cookies.get("3x-ui")
        if path == "csrf-token" and request.method == "GET" and panel.number >= (3,):
            cookie, token = panel.csrf_token(cookie)
            return _with_cookie(JSONResponse({"success": True, "obj": token}), cookie)
        body = await _body(request)
        if path == "login" and request.method == "POST":
            ip = request.client.host if request.client else ""
            csrf = request.headers.get("x-csrf-token")
            cookie = panel.log_in(body, ip, cookie, csrf)
            return _with_cookie(JSONResponse({"success": True, "msg": "Вход выполнен"}), cookie)
        if not path.startswith("panel/api/"):
            raise NoRoute
        panel.authorize(request.method, request.headers, cookie)
        obj = panel.call(
            *(request.method, path.removeprefix("panel/api/"), request.query_params, body),
            panel.host(request.headers),
        )
        return JSONResponse({"success": True, "msg": "Готово", "obj": obj})

    return routes


def _with_cookie(response: Response, cookie: str) -> Response:
    response.set_cookie("3x-ui", cookie, httponly=True)
    return response


async def _body(request: Request) -> Json:
    raw = await request.body()
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return dict(await request.form())
    body = json.loads(raw) if raw else {}
    return body if isinstance(body, dict) else {}
