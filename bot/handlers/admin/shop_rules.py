"""Payment providers, and the rules of notices."""

from bot.admin_api import Refused
from bot.admin_api.shop import NoticeRule, Provider, ShopCalls
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.handlers.admin.forms import REASON, Choice, Done, Draft, Field, Form, whole_number
from bot.handlers.admin.places import Part
from bot.screens import Screen
from bot.screens.admin.settings import (
    notice_rule_screen,
    notice_rules_screen,
    providers_screen,
    rule_time,
    rule_title,
)
from bot.screens.payment import way_to_pay

PROVIDERS = AdminGo(place="providers")
RULES = AdminGo(place="notice_rules")


def of_rule(name: str | None) -> AdminGo:
    return AdminGo(place="notice_rule", word=name) if name else RULES


async def show_providers(admin: Admin, here: AdminGo) -> Screen:
    return providers_screen(admin.say, await ShopCalls(admin.calls).providers())


async def show_rules(admin: Admin, here: AdminGo) -> Screen:
    return notice_rules_screen(admin.say, await ShopCalls(admin.calls).notice_rules(), here)


async def show_rule(admin: Admin, here: AdminGo) -> Screen:
    rules = await ShopCalls(admin.calls).notice_rules()
    found = next((one for one in rules if one.name == here.word), None)
    if found is None:
        return notice_rules_screen(admin.say, rules, RULES)
    return notice_rule_screen(admin.say, found)


async def _provider(admin: Admin, draft: Draft) -> Provider:
    for one in await ShopCalls(admin.calls).providers():
        if one.provider == draft.word:
            return one
    raise Refused(admin.say("toast-stale"))


async def about_provider(admin: Admin, draft: Draft) -> str:
    one = await _provider(admin, draft)
    return admin.say(
        "admin-switch-provider",
        name=way_to_pay(admin.say, one.provider),
        on="yes" if draft.about else "no",
    )


async def switch_provider(admin: Admin, draft: Draft) -> Done:
    one = await _provider(admin, draft)
    outcome = await ShopCalls(admin.calls).set_provider(
        one.provider, bool(draft.about), draft.values["reason"]
    )
    return Done(admin.say("admin-changed", outcome=outcome), PROVIDERS)


async def _rule(admin: Admin, draft: Draft) -> NoticeRule:
    for one in await ShopCalls(admin.calls).notice_rules():
        if one.name == draft.word:
            return one
    raise Refused(admin.say("toast-stale"))


async def about_switched(admin: Admin, draft: Draft) -> str:
    one = await _rule(admin, draft)
    return admin.say(
        "admin-switch-rule",
        name=rule_title(admin.say, one.name),
        on="yes" if draft.about else "no",
        due=one.due,
    )


async def about_time(admin: Admin, draft: Draft) -> str:
    one = await _rule(admin, draft)
    anchor = one.anchor or "end"
    now = rule_time(admin.say, anchor, float(one.after_hours or 0))
    told = admin.say("admin-rule-time-now", name=rule_title(admin.say, one.name), when=now)
    if "rule_hours" in draft.values:
        then = rule_time(admin.say, anchor, _hours(draft))
        told += "\n" + admin.say("admin-rule-time-then", when=then)
    return told


def _hours(draft: Draft) -> int:
    hours: int = draft.values["rule_hours"]
    return -hours if draft.values["rule_side"] == "before" else hours


async def sides(admin: Admin, draft: Draft) -> list[Choice]:
    return [Choice(admin.say("admin-rule-side", side=side), side) for side in ("before", "after")]


async def switch_rule(admin: Admin, draft: Draft) -> Done:
    one = await _rule(admin, draft)
    outcome = await ShopCalls(admin.calls).edit_notice_rule(
        one.name, {"enabled": bool(draft.about)}, draft.values["reason"]
    )
    return Done(admin.say("admin-changed", outcome=outcome), of_rule(one.name))


async def set_time(admin: Admin, draft: Draft) -> Done:
    one = await _rule(admin, draft)
    outcome = await ShopCalls(admin.calls).edit_notice_rule(
        one.name, {"after": f"{_hours(draft)} hours"}, draft.values["reason"]
    )
    return Done(admin.say("admin-changed", outcome=outcome), of_rule(one.name))


SIDE = Field(
    "rule_side",
    lambda message: None,
    choices=sides,
    shown=lambda admin, draft, value: admin.say("admin-rule-side", side=value),
)
HOURS = Field("rule_hours", whole_number)
PART = Part(
    places={
        "providers": show_providers,
        "notice_rules": show_rules,
        "notice_rule": show_rule,
    },
    forms=(
        Form(
            "provider", "settings", (REASON,), switch_provider, lambda _: PROVIDERS, about_provider
        ),
        Form(
            "rule_on",
            "settings",
            (REASON,),
            switch_rule,
            lambda draft: of_rule(draft.word),
            about_switched,
        ),
        Form(
            "rule_time",
            "settings",
            (SIDE, HOURS, REASON),
            set_time,
            lambda draft: of_rule(draft.word),
            about_time,
        ),
    ),
)
