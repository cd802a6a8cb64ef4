"""What the adapters of panels share: a request, its answer, and what a refusal means."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
import structlog
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from gateways.errors import DeadLinks, Denied, GatewayError, Rejected, Transient
from gateways.http import build, retry_after, send, unexpected_answer
from gateways.vpn import port
from gateways.vpn.port import Capability, Mark

log = structlog.get_logger("gateways.vpn")


class Options(BaseModel):
    """The base of an adapter's options; an unknown name is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


T = TypeVar("T")
O = TypeVar("O", bound=Options)  # noqa: E741 - the letter of its bound


def parse_options(model: type[O], who: str, given: port.Options) -> O:
    try:
        return model.model_validate(dict(given))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        told = "; ".join(f"{'.'.join(map(str, it['loc']))}: {it['msg']}" for it in faults)
        raise Denied(f"{who}: the panel's options are wrong: {told}") from None


def able(capabilities: frozenset[Capability], *, groups: Collection[Any]) -> frozenset[Capability]:
    """What a panel can do whose options name these restricted groups: without one it has none."""
    return capabilities if groups else capabilities - {"groups"}


def parsed(who: str, what: type[T], body: Any) -> T:
    """Reads an answer as that type; one that does not fit may come from something else."""
    try:
        return TypeAdapter(what).validate_python(body)
    except ValidationError as error:
        names = ", ".join(".".join(map(str, it["loc"])) for it in error.errors())
        raise Transient(f"{who}: an answer without its {names or 'content'}") from None


def readable(
    who: str, mark: Mark, accounts: Iterable[Any], read: Callable[[Any], T]
) -> tuple[list[T], int]:
    """Reads the accounts of a list one by one. An account of somebody else that does not fit keeps
    no other from being read; returns how many there were as well. One that carries our mark says
    that the panel gives something else than we know."""
    found, unread = [], 0
    for account in accounts:
        try:
            found.append(read(account))
        except Transient as error:
            if mark.read(json.dumps(account)) is not None:
                raise
            log.warning("an account of somebody else is unreadable", panel=who, error=str(error))
            unread += 1
    return found, unread


def moment(seconds: float) -> datetime | None:
    """None where no calendar has it. Somebody else's program gave his account an end in another
    unit; that must not keep all others of the panel from being read."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def refuse_other(who: str, key: str, told: str) -> None:
    """A cache between us and a panel was seen to answer for somebody else, whose account carries
    our mark as well. Panels compare names without regard to case."""
    if told.casefold() != key.casefold():
        raise Transient(f"{who}: asked for {key}, it told of another account")


def refuse_inside(who: str, links: Sequence[str]) -> None:
    """A panel that does not know its own public address gives another one: customers would pay for
    links that lead nowhere, and lose those that they have. One among others may be meant to."""
    if links and all(map(_stays_inside, links)):
        raise DeadLinks(
            f"{who}: its links lead to {_host(links[0])}, where no customer gets:"
            " give its inbounds or hosts a public address"
        )


def _stays_inside(link: str) -> bool:
    """Whether it names a host that only the panel's own machine or network knows."""
    host = _host(link)
    if host is None:
        return False
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal"))


def _host(link: str) -> str | None:
    """None for a link of another form, such as VMess's. Some versions write an IPv6 address
    without its brackets (issue 5305)."""
    try:
        _, at, place = urlsplit(link).netloc.rpartition("@")
    except ValueError:
        return None
    host, colon, _ = place.rpartition(":")
    return (host if colon else place).strip("[]").lower() if at else None


@dataclass(frozen=True, slots=True)
class Answer:
    """body is the JSON of the answer, None if it is not JSON."""

    response: httpx.Response
    body: Any

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def is_json(self) -> bool:
        return isinstance(self.body, dict | list)

    @property
    def is_plain(self) -> bool:
        return str(self.response.headers.get("Content-Type")).startswith("text/plain")

    @property
    def said(self) -> str | None:
        """The panel's own words about a refusal."""
        if not isinstance(self.body, dict):
            return None
        said = next(
            (self.body[name] for name in ("detail", "error", "message") if name in self.body), None
        )
        return None if said is None else str(said)


async def ask(
    http: httpx.AsyncClient,
    who: str,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    **content: Any,
) -> Answer:
    """Repeats a call that found its connection closed, because every adapter call is repeatable."""
    request = build(http, who, method, url, headers=headers, **content)
    response = await send(http, who, request, repeatable=True)
    try:
        return Answer(response, response.json())
    except (ValueError, RecursionError):
        return Answer(response, None)


class Unauthorized(Denied):
    """The login is refused or expired: an adapter with logins logs in once more."""


class Forbidden(Denied):
    """The login lacks a right, or the account belongs to somebody else."""


class NoRoute(Denied):
    """The panel has no such path: it is another version, or another address."""


class Conflict(Rejected):
    """The name is taken."""


class NotFound(Transient):
    """The panel says that it does not have the account: expected after a removal."""


def failure(who: str, answer: Answer, about: str = "user") -> GatewayError:
    """Only the panel's own words about an account are a verdict about the account. With a page of a
    proxy, an unknown path or a method that is not allowed, the address or the panel is wrong."""
    response, said = answer.response, answer.said
    text = f"{who}: {answer.status} from {response.request.url.path.rsplit('/', 1)[0]}"
    match answer.status:
        case 401 | 407:
            return Unauthorized(text)
        case 403:
            return Forbidden(text)
        case 429:
            wait = retry_after(response)
            return Transient(text, retry_after=5 if wait is None else wait)
        case 408 | 425:
            return Transient(text, in_doubt=True)
        case 404 | 410 if said and about in said.lower():
            return NotFound(text)
        case 404 | 405 if said:
            return NoRoute(text)
        case 409 if said:
            return Conflict(text)
        case 400 | 422 if said:
            return Rejected(text)
    return unexpected_answer(who, response)
