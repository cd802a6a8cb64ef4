"""Settings, texts, notices and payment providers of the shop, and its incident."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from aiogram.types import InlineKeyboardButton

from bot.admin_api.shop import NoticeRule, Provider, Setting, ShopText
from bot.admin_callbacks import AdminGo
from bot.screens.admin.base import (
    PAGE,
    admin_screen,
    back_to,
    fitting_rows,
    form_button,
    lines,
    pages,
    paragraphs,
    place_button,
)
from bot.screens.base import Row, Screen
from bot.screens.payment import way_to_pay
from texts import LANGUAGES, Translator, moment, money

# How many characters of a text are shown where it is one of many.
SHORT = 60


def settings_screen(say: Translator, settings: Mapping[str, Setting]) -> Screen:
    """Shows what an owner has to decide; search finds all others."""
    essential = [one for one in settings.values() if one.essential]
    text = paragraphs(
        [
            say("admin-settings"),
            "\n".join(setting_line(say, one, settings) for one in essential),
        ]
    )
    return admin_screen(
        text,
        *fitting_rows([_setting_button(say, one) for one in essential]),
        [form_button(say("button-admin-find-setting"), "find_setting")],
        [place_button(say("button-admin-all-settings"), "all_settings")],
        [
            place_button(say("button-admin-providers"), "providers"),
            place_button(say("button-admin-notice-rules"), "notice_rules"),
        ],
        back_to(say, AdminGo(place="menu")),
    )


def all_settings_screen(
    say: Translator, settings: Mapping[str, Setting], here: AdminGo, found: Sequence[str] | None
) -> Screen:
    """`found`: the names that a search found; None for all."""
    names = sorted(settings, key=lambda name: setting_title(say, name)) if found is None else found
    start = (here.page or 0) * PAGE
    shown = [settings[name] for name in names[start : start + PAGE]]
    head = (
        say("admin-all-settings")
        if found is None
        else say("admin-settings-found", count=len(names))
    )
    text = paragraphs([head, "\n".join(setting_line(say, one, settings) for one in shown)])
    return admin_screen(
        text,
        *([_setting_button(say, one)] for one in shown),
        pages(say, here, len(names)) if found is None else [],
        [form_button(say("button-admin-find-setting"), "find_setting")],
        back_to(say, AdminGo(place="settings")),
    )


def setting_screen(
    say: Translator, one: Setting, settings: Mapping[str, Setting], warning: str | None = None
) -> Screen:
    text = paragraphs([setting_text(say, one, settings), warning])
    rows: list[Row] = []
    if one.name == "required_channels":
        rows.append([form_button(say("button-admin-add-channel"), "channel")])
        rows += [
            [
                form_button(
                    say("button-admin-remove-channel", title=each["title"]),
                    "channel_gone",
                    -each["id"],
                )
            ]
            for each in one.now
        ]
    elif one.name == "incident":
        rows.append([place_button(say("button-admin-incident"), "incident")])
    else:
        rows.append([form_button(say("button-admin-change"), "setting", word=one.name)])
    return admin_screen(text, *rows, back_to(say, AdminGo(place="settings")))


def setting_text(say: Translator, one: Setting, settings: Mapping[str, Setting]) -> str:
    """Says what a setting is, its present value, and that of a new shop."""
    name, _, description = setting_words(say, one.name).partition("\n")
    shown = setting_value(say, one, one.now, settings)
    default = setting_value(say, one, one.default, settings)
    return paragraphs(
        [
            f"<b>{name}</b>\n{description.strip()}",
            lines(
                say("admin-setting-now", value=shown),
                say("admin-setting-default", value=default),
            ),
        ]
    )


def setting_line(say: Translator, one: Setting, settings: Mapping[str, Setting]) -> str:
    value = setting_value(say, one, one.now, settings)
    shown = value if len(value) <= SHORT else f"{value[:SHORT]}…"
    return say("admin-field", name=setting_title(say, one.name), value=shown)


def setting_words(say: Translator, name: str) -> str:
    return say(f"admin-setting-{name}")


def setting_title(say: Translator, name: str) -> str:
    return setting_words(say, name).partition("\n")[0].strip()


def setting_value(
    say: Translator, one: Setting, value: Any, settings: Mapping[str, Setting]
) -> str:
    """A value in words; amounts in major units."""
    if value is None or value in ([], {}):
        return say("admin-value-none")
    match one.kind:
        case "flag":
            return say("admin-flag", on="yes" if value else "no")
        case "amounts":
            return ", ".join(amount_of(say, each, name) for name, each in value.items())
        case "amount_lists":
            return ", ".join(
                amount_of(say, each, name) for name, amounts in value.items() for each in amounts
            )
        case "languages":
            return ", ".join(LANGUAGES[code] for code in value)
        case "channels":
            return ", ".join(each["title"] for each in value)
        case "texts" | "terms":
            return ", ".join(f"{LANGUAGES.get(code, code)}: {text}" for code, text in value.items())
        case "reward" | "dispute":
            return say("admin-choice", choice=value)
    return str(value)


def amount_of(say: Translator, amount: int, currency: str) -> str:
    return say("admin-amount", amount=money(amount, currency))


def _setting_button(say: Translator, one: Setting) -> InlineKeyboardButton:
    return place_button(setting_title(say, one.name), "setting", word=one.name)


# Texts of the shop.


def texts_screen(say: Translator, texts: Sequence[ShopText], here: AdminGo) -> Screen:
    names = list(dict.fromkeys(one.name for one in texts))
    own = {one.name for one in texts if one.text is not None}
    start = (here.page or 0) * PAGE
    buttons = [
        place_button(
            f"✏️ {text_title(say, name)}" if name in own else text_title(say, name),
            "shop_text",
            word=name,
        )
        for name in names[start : start + PAGE]
    ]
    return admin_screen(
        say("admin-texts"),
        *fitting_rows(buttons),
        pages(say, here, len(names)),
        back_to(say, AdminGo(place="menu")),
    )


def text_screen(say: Translator, rows: Sequence[ShopText], ours: str) -> Screen:
    """`ours`: the present text for readers of the admin's language."""
    one = rows[0]
    own = [row for row in rows if row.text is not None]
    text = paragraphs(
        [
            say("admin-text", title=text_title(say, one.name)),
            say("admin-text-own", languages=", ".join(language(say, row.locale) for row in own))
            if own
            else say("admin-text-ours"),
            ours,
        ]
    )
    return admin_screen(
        text,
        [form_button(say("button-admin-change"), "shop_text", word=one.name)],
        [form_button(say("button-admin-ours-again"), "our_text", word=one.name)] if own else [],
        back_to(say, AdminGo(place="texts")),
    )


def text_title(say: Translator, name: str) -> str:
    return say(f"admin-text-{name}")


def language(say: Translator, code: str | None) -> str:
    return say("admin-all-languages") if code in (None, "all") else LANGUAGES[str(code)]


# Incident.


def incident_screen(say: Translator, texts: Mapping[str, str]) -> Screen:
    shown = "\n\n".join(
        f"{say('admin-everybody') if code == 'en' else LANGUAGES[code]}:\n"
        + say("incident", text=text)
        for code, text in texts.items()
    )
    return admin_screen(
        paragraphs([say("admin-incident", on="yes" if texts else "no"), shown]),
        [form_button(say("button-admin-set-incident"), "incident")],
        [form_button(say("button-admin-clear-incident"), "no_incident")] if texts else [],
        back_to(say, AdminGo(place="menu")),
    )


# Providers.


def providers_screen(say: Translator, providers: Sequence[Provider]) -> Screen:
    return admin_screen(
        paragraphs([say("admin-providers"), *(_provider(say, one) for one in providers)]),
        *fitting_rows(
            [
                form_button(
                    say(
                        "button-admin-switch",
                        name=way_to_pay(say, one.provider),
                        on="yes" if one.enabled else "no",
                    ),
                    "provider",
                    int(not one.enabled),
                    one.provider,
                )
                for one in providers
            ]
        ),
        back_to(say, AdminGo(place="settings")),
    )


def _provider(say: Translator, one: Provider) -> str:
    state = "off" if not one.enabled else "on" if one.can else "no_keys"
    today = json.loads(one.today) if one.today else {}
    rates = json.loads(one.rates) if one.rates else []
    limit = one.currency or None
    return lines(
        say("admin-provider", name=way_to_pay(say, one.provider), state=state),
        say("admin-provider-can", can=", ".join(say("admin-can", what=what) for what in one.can))
        if one.can
        else None,
        say(
            "admin-provider-limits",
            least=amount_of(say, one.min_amount, limit) if one.min_amount else "–",
            most=amount_of(say, one.max_amount, limit) if one.max_amount else "–",
        )
        if limit and (one.min_amount or one.max_amount)
        else None,
        *(
            say(
                "admin-provider-rate",
                amount=money(rate["amount"], rate["currency"]),
                paid=money(rate["paid"], rate["paid_in"]),
            )
            for rate in rates
        ),
        say("admin-provider-webhook", at=moment(one.webhook_at)) if one.webhook_at else None,
        say(
            "admin-provider-today",
            sums=", ".join(amount_of(say, amount, name) for name, amount in today.items()),
        )
        if today
        else None,
    )


# Notice rules.


def notice_rules_screen(say: Translator, rules: Sequence[NoticeRule], here: AdminGo) -> Screen:
    start = (here.page or 0) * PAGE
    shown = rules[start : start + PAGE]
    return admin_screen(
        paragraphs([say("admin-notice-rules"), "\n".join(_rule(say, one) for one in shown)]),
        *fitting_rows(
            [place_button(rule_title(say, one.name), "notice_rule", word=one.name) for one in shown]
        ),
        pages(say, here, len(rules)),
        back_to(say, AdminGo(place="settings")),
    )


def notice_rule_screen(say: Translator, one: NoticeRule) -> Screen:
    rows: list[Row] = []
    if one.category != "account":
        label = say(
            "button-admin-switch", name=rule_title(say, one.name), on="yes" if one.enabled else "no"
        )
        rows.append([form_button(label, "rule_on", int(not one.enabled), one.name)])
    if one.anchor is not None:
        rows.append([form_button(say("button-admin-rule-time"), "rule_time", word=one.name)])
    text = lines(
        _rule(say, one),
        say("admin-rule-always") if one.category == "account" else None,
        say("admin-rule-event") if one.anchor is None else None,
    )
    return admin_screen(text, *rows, back_to(say, AdminGo(place="notice_rules")))


def rule_title(say: Translator, name: str) -> str:
    return say("admin-rule-name", rule=name)


def rule_time(say: Translator, anchor: str, hours: float) -> str:
    count = abs(hours)
    unit = "day" if count >= 48 and count % 24 == 0 else "hour"
    length = count / 24 if unit == "day" else count
    return say(
        "admin-rule-when",
        anchor=anchor,
        side="before" if hours < 0 else "after",
        unit=unit,
        count=f"{length:g}",
    )


def _rule(say: Translator, one: NoticeRule) -> str:
    when = (
        rule_time(say, one.anchor, float(one.after_hours or 0))
        if one.anchor
        else say("admin-rule-at-once")
    )
    return say(
        "admin-rule",
        name=rule_title(say, one.name),
        on="yes" if one.enabled else "no",
        when=when,
        due=one.due,
    )
