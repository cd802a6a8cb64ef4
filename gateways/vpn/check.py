"""Proves a panel with a throwaway account, before customers meet it."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from gateways.errors import GatewayError, Transient
from gateways.vpn.port import Desired, Observed, Panel, allows

# Panels disable expired accounts in a loop of some seconds.
EXPIRES_WITHIN = 30.0
HOUR = timedelta(hours=1)


class Differs(Exception):
    """The panel accepted a change, and shows something else."""


class Check:
    """`say` gets a step and its result, but never a link, which would let somebody in."""

    def __init__(
        self, panel: Panel, say: Callable[[str, str], None], acknowledged: str | None = None
    ) -> None:
        self._panel = panel
        self._say = say
        self._acknowledged = acknowledged
        end = datetime.now(UTC).replace(microsecond=0) + HOUR
        self._account = Desired(f"check_{secrets.token_hex(4)}", uuid4(), 1, end, None)
        self._links: tuple[str, ...] = ()
        self._is_there = False

    async def run(self) -> bool:
        """Returns whether every step succeeded; none follows the first that did not."""
        steps: Mapping[str, Callable[[], Awaitable[str]]] = {
            "version": self._version,
            "add": self._add,
            "link": self._link,
            "change": self._change,
            "read": self._read,
            "list": self._list,
            "expire": self._expire,
            "remove": self._remove,
        }
        name = ""
        try:
            for name, step in steps.items():
                self._say(name, await step())
            return True
        except (GatewayError, Differs) as error:
            self._say(name, f"FAILED: {error}")
            return False
        finally:
            if self._is_there:
                await self._clean_up()

    async def _version(self) -> str:
        version = await self._panel.version()
        told = f"{version.product} {version.text}"
        if not allows(self._panel, version, self._acknowledged):
            known = ", ".join(sorted(self._panel.majors))
            raise Differs(f"{told} is not a version that this program knows ({known})")
        return told

    async def _add(self) -> str:
        try:
            observed = await self._panel.apply(self._account)
        except Transient:
            self._is_there = True  # perhaps: the answer may have been lost
            raise
        self._is_there, self._links = True, observed.links
        return self._account.key

    async def _link(self) -> str:
        ours = [link for link in self._links if str(self._account.uuid) in link]
        if not ours:
            raise Differs("no link has the account's uuid")
        return f"{len(self._links)}, of which {len(ours)} with its uuid"

    async def _change(self) -> str:
        until = self._account.expires_at + HOUR
        self._account = replace(self._account, generation=2, expires_at=until)
        await self._panel.apply(self._account)
        return f"its end moved to {until:%Y-%m-%d %H:%M} UTC"

    async def _read(self) -> str:
        observed = await self._panel.get(self._account.key, self._account.uuid)
        if observed is None:
            raise Differs("the account is not there")
        self._compare(observed)
        return "as it was changed"

    def _compare(self, observed: Observed) -> None:
        """Compares only what the panel tells."""
        wanted = self._account
        if observed.uuid not in (None, wanted.uuid):
            raise Differs("it has another uuid")
        if observed.generation not in (None, wanted.generation):
            raise Differs(f"its note is of generation {observed.generation}, not the second")
        if observed.expires_at not in (None, wanted.expires_at):
            raise Differs(f"it ends at {observed.expires_at}, not at {wanted.expires_at}")
        if observed.enabled is False:
            raise Differs("it is disabled")

    async def _list(self) -> str:
        page = await self._panel.scan(None)
        seen = list(page.observed)
        while page.next_cursor is not None:
            page = await self._panel.scan(page.next_cursor)
            seen.extend(page.observed)
        if not any(self._is_it(observed) for observed in seen):
            raise Differs(f"it is not among the {len(seen)} accounts")
        return f"among {len(seen)} accounts"

    def _is_it(self, observed: Observed) -> bool:
        return observed.uuid == self._account.uuid or observed.key == self._account.key

    async def _expire(self) -> str:
        over = datetime.now(UTC).replace(microsecond=0) - HOUR
        self._account = replace(self._account, generation=3, expires_at=over)
        await self._panel.apply(self._account)
        deadline = time.monotonic() + EXPIRES_WITHIN
        while True:
            observed = await self._panel.get(self._account.key, self._account.uuid)
            if observed is None or observed.enabled is False:
                return "it is disabled"
            if observed.enabled is None:
                return "the panel does not tell whether it is disabled"
            if time.monotonic() > deadline:
                raise Differs(f"it is still enabled after {EXPIRES_WITHIN:g} s")
            await asyncio.sleep(1)

    async def _remove(self) -> str:
        key, uuid = self._account.key, self._account.uuid
        if not await self._panel.remove(key, uuid):
            raise Differs("it was not there any more")
        if await self._panel.get(key, uuid) is not None:
            raise Differs("it is still there")
        self._is_there = False
        return "it is gone"

    async def _clean_up(self) -> None:
        key = self._account.key
        try:
            await self._panel.remove(key, self._account.uuid)
        except GatewayError as error:
            self._say("clean up", f"FAILED: remove {key} by hand: {error}")
        else:
            self._say("clean up", f"{key} is removed")
