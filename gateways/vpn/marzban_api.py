"""What Marzban and its successor PasarGuard have in common."""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Generic, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from pydantic import AfterValidator, BaseModel, SecretStr

from gateways.errors import Denied, Foreign, GatewayError, Transient
from gateways.vpn.port import Desired, Mark, Observed, ScanPage, Version
from gateways.vpn.session import Session, with_login
from gateways.vpn.wire import (
    Answer,
    Conflict,
    NotFound,
    Options,
    ask,
    failure,
    parsed,
    readable,
    refuse_inside,
)

Utc = Annotated[datetime, AfterValidator(lambda at: at if at.tzinfo else at.replace(tzinfo=UTC))]
"""Marzban's times are in UTC and do not say so."""

NO_CONTENT = 204
# Names in refusals that concern not one account, but what we request for every account.
_ABOUT_OPTIONS = ("inbound", "protocol", "group")


class Account(BaseModel):
    """An account as both show it."""

    username: str
    status: str
    note: str | None = None
    data_limit: int | None = None
    used_traffic: int = 0
    online_at: Utc | None = None
    subscription_url: str = ""
    next_plan: dict[str, Any] | None = None

    def uuid(self) -> UUID | None:
        raise NotImplementedError


class Users(BaseModel):
    """A page of accounts, each of which is read by itself."""

    users: list[Any]
    total: int


class _System(BaseModel):
    version: str


class _Token(BaseModel):
    access_token: str


A = TypeVar("A", bound=Account)


class MarzbanOptions(Options):
    """subscription_prefix: what the panel's relative subscription addresses begin with, if it is
    not its base_url. flow: the flow of VLESS, which belongs to the inbounds."""

    subscription_prefix: str | None = None
    flow: str = ""


class MarzbanApi(ABC, Generic[A]):
    who: ClassVar[str]
    page_size = 500

    def __init__(
        self,
        http: httpx.AsyncClient,
        base_url: str,
        key: SecretStr,
        options: MarzbanOptions,
        mark: Mark,
    ) -> None:
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._key = key.get_secret_value()
        self._mark = mark
        self._prefix = (options.subscription_prefix or self._base_url).rstrip("/")
        self._session = Session(self._log_in)

    # -- Where they differ

    @abstractmethod
    async def _find(self, key: str) -> A | None: ...

    @abstractmethod
    def _path(self, account: A) -> str: ...

    @abstractmethod
    def _wanted(self, desired: Desired, account: A | None) -> dict[str, Any]:
        """The body that makes a new account, or this one, exactly what is desired."""

    @abstractmethod
    def _account(self, body: Any) -> A: ...

    @abstractmethod
    async def _links(self, account: A) -> list[str]: ...

    @abstractmethod
    def _observed(self, account: A) -> Observed: ...

    async def _delete(self, account: A) -> None:
        await self._call("DELETE", self._path(account))

    async def _make_room(self, account: A, desired: Desired) -> None:
        """Removes what would keep a panel from taking a smaller limit."""

    # -- The port

    async def version(self) -> Version:
        told = parsed(self.who, _System, await self._call("GET", "system"))
        return Version(self.who, told.version)

    async def apply(self, desired: Desired) -> Observed:
        found = await self._find(desired.key)
        account = None if found else await self._create(desired)
        if account is None:
            # Taken meanwhile: by an earlier call of ours, or by somebody else.
            account = await self._change(found or await self._find(desired.key), desired)
        links = await self._given(account)
        served = any(str(desired.uuid) in link for link in links)
        if account.status == "active" and not served:
            raise Transient(f"{self.who}: no link of the account: it has no inbounds or hosts")
        # Bots of earlier releases show only the first one.
        links.sort(key=lambda link: str(desired.uuid) not in link)
        return self._with_links(account, links)

    async def remove(self, key: str, uuid: UUID) -> bool:
        account = await self._find(key)
        if account is None or not self._is_ours(account, uuid):
            return False
        try:
            await self._delete(account)
        except NotFound:
            pass
        except Transient:
            # Whatever the answer was, look whether the account exists.
            if await self._find(key) is not None:
                raise
        return True

    async def get(self, key: str, uuid: UUID) -> Observed | None:
        account = await self._find(key)
        if account is None or not self._is_ours(account, uuid):
            return None
        return self._with_links(account, await self._given(account))

    async def scan(self, cursor: str | None) -> ScanPage:
        """Sorted by age, because there is no default order. If an account is deleted meanwhile, the
        next page misses one; the changed total shows that."""
        offset = int(cursor or 0)
        query = {"offset": offset, "limit": self.page_size, "sort": "created_at"}
        page = parsed(self.who, Users, await self._call("GET", "users", params=query))
        accounts, unread = readable(self.who, self._mark, page.users, self._account)
        end = offset + len(page.users)
        next_cursor = str(end) if page.users and end < page.total else None
        observed = tuple(self._observed(account) for account in accounts)
        return ScanPage(observed, next_cursor, page.total, unread)

    async def probe(self, known: str | None = None) -> str:
        """There is no epoch, because the core follows the accounts of the panel's database."""
        return ""

    # -- An account

    def _is_ours(self, account: A, uuid: UUID) -> bool:
        return self._mark.read(account.note) is not None or account.uuid() == uuid

    async def _create(self, desired: Desired) -> A | None:
        """Returns None if the name is taken."""
        body = {"username": desired.key, **self._wanted(desired, None)}
        try:
            return self._account(await self._call("POST", "user", json=body))
        except Conflict:
            return None

    async def _change(self, account: A | None, desired: Desired) -> A:
        """Sets everything at once; next_plan would be deleted by a body without it."""
        if account is None or not (desired.adopt or self._is_ours(account, desired.uuid)):
            raise Foreign(f"{self.who}: {desired.key} is an account that is not ours")
        await self._make_room(account, desired)
        body = {**self._wanted(desired, account), "next_plan": account.next_plan}
        changed = self._account(await self._call("PUT", self._path(account), json=body))
        if desired.reset_traffic and changed.used_traffic:
            path = f"{self._path(account)}/reset"
            changed = self._account(await self._call("POST", path))
        return changed

    def _basics(self, desired: Desired) -> dict[str, Any]:
        """Rounds the end up to a full second, in favour of the customer. Together these values
        reactivate an account that is expired or limited."""
        return {
            "status": "active",
            "expire": math.ceil(desired.expires_at.timestamp()),
            "data_limit": desired.data_limit or 0,
            "data_limit_reset_strategy": "no_reset",
            "note": self._mark.write(desired.generation),
        }

    def _told(self, account: A, expires_at: datetime | None) -> Observed:
        """What both show of an account."""
        generation = self._mark.read(account.note)
        return Observed(
            uuid=account.uuid(),
            key=account.username,
            generation=generation,
            expires_at=expires_at,
            enabled=account.status == "active",
            subscription_url=self._subscription_url(account),
            data_limit=account.data_limit or 0,
            used_bytes=account.used_traffic,
            online_at=account.online_at,
            ours=generation is not None,
        )

    def _subscription_url(self, account: A) -> str | None:
        """Relative unless the panel knows its own address."""
        url = account.subscription_url
        if not url or urlsplit(url).scheme:
            return url or None
        return f"{self._prefix}/{url.lstrip('/')}"

    async def _given(self, account: A) -> list[str]:
        """Links to the panel's own machine are an error: at each start it asks others for its
        address, and takes 127.0.0.1 if nobody answers (issue 497). Accounts that are not served may
        have such hosts, to tell why."""
        links = await self._links(account)
        if account.status == "active":
            refuse_inside(self.who, links)
        return links

    def _with_links(self, account: A, links: list[str]) -> Observed:
        return replace(self._observed(account), links=tuple(links))

    # -- Calls

    async def _log_in(self) -> str:
        name, _, password = self._key.partition(":")
        if not password:
            raise Denied(f"{self.who}: the panel's key must be <name>:<password> of an admin")
        form = {"username": name, "password": password}
        body = await self._request("POST", "admin/token", {}, data=form)
        return parsed(self.who, _Token, body).access_token

    async def _call(self, method: str, path: str, **content: Any) -> Any:
        async def call(token: str) -> Any:
            return await self._request(
                method, path, {"Authorization": f"Bearer {token}"}, **content
            )

        return await with_login(self._session, call)

    async def _request(
        self, method: str, path: str, headers: Mapping[str, str], **content: Any
    ) -> Any:
        """Returns the JSON of the answer, or its text if it is not JSON."""
        url = f"{self._base_url}/api/{path}"
        answer = await ask(self._http, self.who, method, url, headers=headers, **content)
        if answer.response.is_success and answer.is_json:
            return answer.body
        if answer.response.is_success and (answer.is_plain or answer.status == NO_CONTENT):
            return answer.response.text
        raise self._failure(answer)

    def _failure(self, answer: Answer) -> GatewayError:
        said = (answer.said or "").lower()
        if answer.status in (400, 404, 422) and any(word in said for word in _ABOUT_OPTIONS):
            return Denied(f"{self.who}: the panel's options are wrong: {said[:200]}")
        return failure(self.who, answer)
