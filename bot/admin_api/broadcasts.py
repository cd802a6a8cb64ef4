"""Broadcasts: see schema `broadcast`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.admin_api.calls import AdminCalls


@dataclass(frozen=True)
class BroadcastLine:
    id: int
    status: str
    kind: str
    title: str | None
    at: datetime
    total: int


@dataclass(frozen=True)
class Broadcast:
    id: int
    status: str
    kind: str
    segment: str
    argument: str | None
    b_share: int | None
    compare_days: int
    starts_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    pause_reason: str | None
    lacking: str | None
    zone: str
    reached: int | None
    cannot_be_reached: int | None
    declined: int | None
    progress: str

    @property
    def is_draft(self) -> bool:
        return self.started_at is None


@dataclass(frozen=True)
class BroadcastText:
    variant: str
    locale: str
    body: str
    media: str | None
    file_id: str | None
    buttons: str
    is_tested: bool
    test_error: str | None


@dataclass(frozen=True)
class BroadcastFigures:
    variant: str
    recipients: int
    sent: int
    tapped: int
    payers: int
    paid: str


@dataclass(frozen=True)
class Segment:
    segment: str
    argument: str | None
    title: str | None


Content = Mapping[str, Any]
"""body (HTML), and media and file_id or neither."""


@dataclass(frozen=True)
class Broadcasts:
    calls: AdminCalls

    async def page(self, skip: int, count: int) -> list[BroadcastLine]:
        return await self.calls.rows(BroadcastLine, "broadcasts", skip, count)

    async def one(self, id_: int) -> Broadcast | None:
        return await self.calls.row(Broadcast, "broadcast", id_)

    async def texts(self, id_: int) -> list[BroadcastText]:
        return await self.calls.rows(BroadcastText, "broadcast_texts", id_)

    async def figures(self, id_: int) -> list[BroadcastFigures]:
        return await self.calls.rows(BroadcastFigures, "broadcast_figures", id_)

    async def segments(self) -> list[Segment]:
        return await self.calls.rows(Segment, "broadcast_segments")

    async def draft(
        self,
        request: UUID,
        kind: str,
        segment: str,
        argument: str | None,
        content: Content,
        buttons: Sequence[Any],
    ) -> int:
        id_: int = await self.calls.value(
            "draft_broadcast", request, kind, segment, argument, *_told(content, buttons)
        )
        return id_

    async def write(
        self,
        id_: int,
        variant: str,
        locale: str,
        content: Content,
        buttons: Sequence[Any] | None,
        reason: str | None = None,
    ) -> str:
        """`buttons`: None keeps those that there are."""
        told = _told(content, buttons)
        outcome: str = await self.calls.value(
            "write_broadcast", id_, variant, locale, *told, reason
        )
        return outcome

    async def compare(self, id_: int, b_share: int, days: int) -> str:
        outcome: str = await self.calls.value("compare_broadcast", id_, b_share, days, None)
        return outcome

    async def test(self, id_: int) -> int:
        count: int = await self.calls.value("test_broadcast", id_)
        return count

    async def start(self, id_: int, local: datetime | None, reason: str) -> str:
        """`local`: a time of the shop's zone; None for now."""
        outcome: str = await self.calls.value("start_broadcast", id_, local, reason)
        return outcome

    async def steer(self, id_: int, act: str, reason: str) -> str:
        outcome: str = await self.calls.value("steer_broadcast", id_, act, reason)
        return outcome


def _told(content: Content, buttons: Sequence[Any] | None) -> tuple[object, ...]:
    told = None if buttons is None else json.dumps(list(buttons))
    return (content["body"], content["media"], content["file_id"], told)
