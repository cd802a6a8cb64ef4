"""Calls of 3x-ui: a lasting login, and answers that are HTTP 200 whatever they mean."""

import base64
import binascii
import json
import re
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, SecretStr

from gateways.errors import Transient
from gateways.vpn.session import Session, with_login
from gateways.vpn.wire import Answer, Unauthorized, ask, failure, parsed

WHO = "3x-ui"
COOKIE = "3x-ui"

T = TypeVar("T")


class Refusal(Transient):
    """`success: false`. The text is for people, in the panel's language, so the caller reads the
    account to learn what happened."""


class _Csrf(BaseModel):
    obj: str


class Api:
    """Calls with a token, or with `<name>:<password>` and a lasting login: five failed ones block
    us, and a block looks like a wrong password."""

    def __init__(self, http: httpx.AsyncClient, base_url: str, key: SecretStr) -> None:
        self._http = http
        self._url = base_url.rstrip("/")
        self._key = key.get_secret_value()
        self._session = Session(self._log_in)

    async def get(self, path: str, what: type[T]) -> T:
        """Returns `obj` as that model; raises Refusal."""
        return parsed(WHO, what, await self.call("GET", path))

    async def find(self, path: str, what: type[T]) -> T | None:
        """The same, but `obj` may be null."""
        obj = await self.call("GET", path)
        return None if obj is None else parsed(WHO, what, obj)

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        """Returns `obj`; raises Refusal."""

        async def once(proof: str) -> Any:
            cookie, csrf = json.loads(proof)
            headers = {"Cookie": f"{COOKIE}={cookie}", "X-CSRF-Token": csrf}
            return await self._call(method, path, body, headers)

        if ":" in self._key:
            return await with_login(self._session, once)
        return await self._call(method, path, body, {"Authorization": f"Bearer {self._key}"})

    async def has_csrf(self) -> bool:
        """Whether it is 3.0 or later."""
        return await self._csrf(None) is not None

    async def subscription(self, url: str) -> list[str]:
        """What a client app gets at that address: share links in base64, one per line."""
        answer = await ask(self._http, WHO, "GET", url, headers=_naming_host(url))
        try:
            return base64.b64decode(answer.response.text, validate=True).decode().split()
        except (binascii.Error, ValueError):
            raise Transient(f"{WHO}: {answer.status} from its subscription address") from None

    async def _call(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        url = f"{self._url}/panel/api/{path}"
        headers = {**headers, **_naming_host(url), "X-Requested-With": "XMLHttpRequest"}
        answer = await ask(self._http, WHO, method, url, headers=headers, json=body)
        if _succeeded(answer):
            return answer.body.get("obj")
        # Without a login some versions answer an empty 404; 403: a CSRF token has expired.
        if answer.status in (403, 404) and not answer.response.content:
            raise Unauthorized(f"{WHO}: {answer.status} from /{path.rsplit('/', 1)[0]}")
        raise failure(WHO, answer)

    async def _log_in(self) -> str:
        name, _, password = self._key.partition(":")
        before = await self._csrf(None)
        headers = {"Cookie": f"{COOKIE}={before[0]}", "X-CSRF-Token": before[1]} if before else {}
        form = {"username": name, "password": password, "twoFactorCode": ""}
        url = f"{self._url}/login"
        answer = await ask(self._http, WHO, "POST", url, headers=headers, data=form)
        try:
            succeeded = _succeeded(answer)
        except Refusal:
            raise Unauthorized(f"{WHO}: the login is refused, or blocked") from None
        cookie = answer.response.cookies.get(COOKIE)
        if not succeeded or cookie is None:
            raise failure(WHO, answer)
        return json.dumps(await self._csrf(cookie) or (cookie, ""))

    async def _csrf(self, cookie: str | None) -> tuple[str, str] | None:
        """Returns the session's cookie and CSRF token; None for a version without them."""
        headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
        answer = await ask(self._http, WHO, "GET", f"{self._url}/csrf-token", headers=headers)
        if answer.status == 404:
            return None
        if not _succeeded(answer):
            raise failure(WHO, answer)
        token = parsed(WHO, _Csrf, answer.body).obj
        return answer.response.cookies.get(COOKIE) or cookie or "", token


def _naming_host(url: str) -> dict[str, str]:
    """The panel takes the host of a request for its own address. Behind a proxy that tells it who
    asks (X-Real-IP) and not which host was asked, it wrote the address of this program into the
    links (issues 4629, 6589)."""
    try:
        return {"X-Forwarded-Host": httpx.URL(url).raw_host.decode("ascii")}
    except httpx.InvalidURL:
        return {}


def _succeeded(answer: Answer) -> bool:
    """False: something else answered, because only the panel says `success`."""
    body = answer.body
    if answer.status != 200 or not isinstance(body, dict) or "success" not in body:
        return False
    if body["success"]:
        return True
    said = re.search(r"\(([^()]{1,100})", str(body.get("msg")))
    raise Refusal(f"{WHO}: {said[1] if said else 'refused'}")
