"""Proves a panel with a throwaway account, before customers meet it."""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from gateways.errors import GatewayError, Transient
from gateways.vpn.port import Desired, Mark, Observed, Panel, allows

# No shop's mark, so that no shop takes the account for its own.
MARK = Mark("check")
STEPS = ("version", "add", "link", "change", "read", "list", "expire", "remove")
CLEAN_UP = "clean up"
# From which step on the account has which generation, and ends how many hours after the beginning.
STATES = {"add": (1, 1), "change": (2, 2), "expire": (3, -1)}
# How long a step may take. Panels disable expired accounts in a loop of some seconds.
TIMEOUT = 30.0


class Differs(Exception):
    """The panel accepted a change, and shows something else."""


@dataclass(frozen=True, slots=True)
class Throwaway:
    key: str
    uuid: UUID
    began_at: datetime

    @classmethod
    def new(cls) -> "Throwaway":
        return cls(f"check_{secrets.token_hex(4)}", uuid4(), datetime.now(UTC))

    def at(self, step: str) -> Desired:
        """The account as it is to be after a step."""
        past = [STATES[name] for name in STEPS[: STEPS.index(step) + 1] if name in STATES]
        generation, hours = past[-1]
        ends_at = self.began_at.replace(microsecond=0) + timedelta(hours=hours)
        return Desired(self.key, self.uuid, generation, ends_at, None)


class Steps:
    """Each step can be repeated, and needs nothing of the ones before but what they did at the
    panel. It returns what came of it, without a link: that would let somebody in."""

    def __init__(
        self,
        panel: Panel,
        account: Throwaway,
        acknowledged: str | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self._panel = panel
        self._account = account
        self._acknowledged = acknowledged
        self._timeout = timeout

    async def run(self, step: str) -> str:
        """Raises Differs and the errors of the panel."""
        steps = {
            "version": self._version,
            "add": self._add,
            "link": self._link,
            "change": self._change,
            "read": self._read,
            "list": self._list,
            "expire": self._expire,
            "remove": self._remove,
            CLEAN_UP: self._clean_up,
        }
        return await steps[step]()

    async def _version(self) -> str:
        version = await self._panel.version()
        told = f"{version.product} {version.text}"
        if not allows(self._panel, version, self._acknowledged):
            known = ", ".join(sorted(self._panel.majors))
            raise Differs(f"{told} is not a version that this program knows ({known})")
        return told

    async def _add(self) -> str:
        await self._panel.apply(self._account.at("add"))
        return self._account.key

    async def _link(self) -> str:
        links = (await self._panel.apply(self._account.at("link"))).links
        ours = [link for link in links if str(self._account.uuid) in link]
        if not ours:
            raise Differs("no link has the account's uuid")
        return f"{len(links)}, of which {len(ours)} with its uuid"

    async def _change(self) -> str:
        changed = self._account.at("change")
        await self._panel.apply(changed)
        return f"its end moved to {changed.expires_at:%Y-%m-%d %H:%M} UTC"

    async def _read(self) -> str:
        observed = await self._get()
        if observed is None:
            raise Differs("the account is not there")
        _compare(observed, self._account.at("read"))
        return "as it was changed"

    async def _list(self) -> str:
        """A panel with very many accounts is not read to its end."""
        deadline = time.monotonic() + self._timeout
        page = await self._panel.scan(None)
        seen = list(page.observed)
        while page.next_cursor is not None:
            if time.monotonic() > deadline:
                return f"not among the first {len(seen)} accounts, and the rest was not read"
            page = await self._panel.scan(page.next_cursor)
            seen.extend(page.observed)
        if not any(self._is_it(observed) for observed in seen):
            raise Differs(f"it is not among the {len(seen)} accounts")
        return f"among {len(seen)} accounts"

    def _is_it(self, observed: Observed) -> bool:
        return observed.uuid == self._account.uuid or observed.key == self._account.key

    async def _expire(self) -> str:
        await self._panel.apply(self._account.at("expire"))
        deadline = time.monotonic() + self._timeout
        while True:
            observed = await self._get()
            if observed is None or observed.enabled is False:
                return "it is disabled"
            if observed.enabled is None:
                return "the panel does not tell whether it is disabled"
            if time.monotonic() > deadline:
                raise Differs(f"it is still enabled after {self._timeout:g} s")
            await asyncio.sleep(1)

    async def _remove(self) -> str:
        if not await self._panel.remove(self._account.key, self._account.uuid):
            raise Differs("it was not there any more")
        if await self._get() is not None:
            raise Differs("it is still there")
        return "it is gone"

    async def _clean_up(self) -> str:
        await self._panel.remove(self._account.key, self._account.uuid)
        return f"{self._account.key} is removed"

    async def _get(self) -> Observed | None:
        return await self._panel.get(self._account.key, self._account.uuid)


def _compare(observed: Observed, wanted: Desired) -> None:
    """Compares only what the panel tells."""
    if observed.uuid not in (None, wanted.uuid):
        raise Differs("it has another uuid")
    if observed.generation not in (None, wanted.generation):
        raise Differs(f"its note is of generation {observed.generation}, not the second")
    if observed.expires_at not in (None, wanted.expires_at):
        raise Differs(f"it ends at {observed.expires_at}, not at {wanted.expires_at}")
    if observed.enabled is False:
        raise Differs("it is disabled")


def next_step(step: str, failure: Exception | None) -> str | None:
    """After a failure nothing is done but to remove an account that may be there: one whose answer
    was lost, too."""
    if failure is None:
        position = STEPS.index(step) + 1 if step in STEPS else len(STEPS)
        return STEPS[position] if position < len(STEPS) else None
    if step in ("version", CLEAN_UP) or (step == "add" and not isinstance(failure, Transient)):
        return None
    return CLEAN_UP


class Check:
    """All steps, one after the other. `say` gets each step and what came of it."""

    def __init__(
        self, panel: Panel, say: Callable[[str, str], None], acknowledged: str | None = None
    ) -> None:
        self._account = Throwaway.new()
        self._steps = Steps(panel, self._account, acknowledged)
        self._say = say

    async def run(self) -> bool:
        """Returns whether every step succeeded."""
        step: str | None = STEPS[0]
        succeeded = True
        while step is not None:
            failure = await self._run(step)
            succeeded = succeeded and failure is None
            step = next_step(step, failure)
        return succeeded

    async def _run(self, step: str) -> Exception | None:
        try:
            self._say(step, await self._steps.run(step))
        except (GatewayError, Differs) as failure:
            self._say(step, failed(step, self._account.key, failure))
            return failure
        except BaseException:  # a program that is stopped, too
            if step not in ("version", CLEAN_UP):
                await self._run(CLEAN_UP)
            raise
        return None


def failed(step: str, key: str, failure: Exception) -> str:
    by_hand = f"remove {key} by hand: " if step == CLEAN_UP else ""
    return f"FAILED: {by_hand}{failure}"
