"""Settings, texts, notices and payment providers of the shop, and its incident."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.admin_api.calls import AdminCalls

JsonValue = Any


@dataclass(frozen=True)
class Setting:
    """`value` and `default_value` are JSON; a flag is a setting of the kind flag."""

    name: str
    kind: str
    value: str
    default_value: str
    may_be_null: bool
    essential: bool

    @property
    def now(self) -> JsonValue:
        return json.loads(self.value)

    @property
    def default(self) -> JsonValue:
        return json.loads(self.default_value)


@dataclass(frozen=True)
class ShopText:
    """A text that the shop may replace; one row for each language in which it has done so."""

    name: str
    locale: str | None
    text: str | None
    variables: list[str]
    longest: int
    plain: bool


@dataclass(frozen=True)
class RefusedText:
    why: str | None
    what: str | None


@dataclass(frozen=True)
class Provider:
    """`today` and `rates` are JSON: minor units by currency, and a list of rates."""

    provider: str
    enabled: bool
    can: list[str]
    currency: str | None
    min_amount: int | None
    max_amount: int | None
    declared_at: datetime | None
    webhook_at: datetime | None
    today: str | None
    rates: str | None


@dataclass(frozen=True)
class NoticeRule:
    name: str
    description: str
    category: str
    enabled: bool
    anchor: str | None
    after_hours: float | None
    deadline_hours: float | None
    due: int


@dataclass(frozen=True)
class ShopCalls:
    calls: AdminCalls

    async def settings(self) -> dict[str, Setting]:
        return {one.name: one for one in await self.calls.rows(Setting, "settings")}

    async def set_setting(self, name: str, value: JsonValue, reason: str) -> str:
        answer = await self.calls.value("set_setting", name, json.dumps(value), reason)
        outcome: str = json.loads(answer)["outcome"]
        return outcome

    async def texts(self) -> list[ShopText]:
        return await self.calls.rows(ShopText, "texts")

    async def check_text(self, name: str, text: str) -> RefusedText:
        (found,) = await self.calls.rows(RefusedText, "check_text", name, text)
        return found

    async def set_text(self, name: str, locale: str, text: str | None, reason: str) -> str:
        outcome: str = await self.calls.value("set_text", name, locale, text, reason)
        return outcome

    async def providers(self) -> list[Provider]:
        return await self.calls.rows(Provider, "providers")

    async def set_provider(self, name: str, enabled: bool, reason: str) -> str:
        outcome: str = await self.calls.value("set_provider", name, enabled, reason)
        return outcome

    async def notice_rules(self) -> list[NoticeRule]:
        return await self.calls.rows(NoticeRule, "notice_rules")

    async def edit_notice_rule(
        self, name: str, changes: Mapping[str, JsonValue], reason: str
    ) -> str:
        answer = await self.calls.value("edit_notice_rule", name, json.dumps(changes), reason)
        outcome: str = json.loads(answer)["outcome"]
        return outcome

    async def incident(self) -> dict[str, str]:
        found = await self.calls.value("incident")
        return json.loads(found) if found else {}

    async def set_incident(self, locale: str, text: str, reason: str) -> None:
        await self.calls.value("set_incident", locale, text, reason)

    async def clear_incident(self, reason: str) -> bool:
        was_on: bool = await self.calls.value("clear_incident", reason)
        return was_on
