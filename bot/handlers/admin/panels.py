"""VPN panels: their state, what is on them, and new keys for many."""

from collections.abc import Awaitable, Callable

from aiogram.types import Message

from bot.admin_api import Refused
from bot.admin_api.panels import Panel, PanelCalls
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.handlers.admin.catalog import code, no_limit, unlimited
from bot.handlers.admin.forms import REASON, Choice, Done, Draft, Field, Form, text, whole_number
from bot.handlers.admin.places import Part
from bot.screens import Screen
from bot.screens.admin.panels import panel_facts, panel_line, panel_screen, panels_screen

HERE = AdminGo(place="panels")
KINDS = ("remnawave", "marzban", "pasarguard", "3x-ui", "xray-api")


def of_panel(draft: Draft) -> AdminGo:
    return AdminGo(place="panel", word=draft.word) if draft.word else HERE


async def show_panels(admin: Admin, here: AdminGo) -> Screen:
    return panels_screen(admin.say, await PanelCalls(admin.calls).all(), here)


async def show_panel(admin: Admin, here: AdminGo) -> Screen:
    panels = PanelCalls(admin.calls)
    found = await panels.one(here.word)
    if found is None:
        return await show_panels(admin, HERE)
    return panel_screen(admin.say, found, await panels.last_check(found.panel))


async def _panel(admin: Admin, draft: Draft) -> Panel:
    found = await PanelCalls(admin.calls).one(draft.word)
    if found is None:
        raise Refused(admin.say("toast-stale"))
    return found


def about(text_name: str | None = None) -> Callable[[Admin, Draft], Awaitable[str]]:
    """Shows the panel, and what a form does to it."""

    async def told(admin: Admin, draft: Draft) -> str:
        one = await _panel(admin, draft)
        said = f"{panel_line(admin.say, one)}\n{panel_facts(admin.say, one)}"
        if text_name is None:
            return said
        return f"{said}\n\n{admin.say(text_name, count=one.accesses, version=one.version or '')}"

    return told


def address(message: Message) -> str | None:
    found = text(message)
    return found if found and found.startswith(("https://", "http://")) else None


def country(message: Message) -> str | None:
    found = (text(message) or "").upper()
    return found if len(found) == 2 and found.isascii() and found.isalpha() else None


async def kinds(admin: Admin, draft: Draft) -> list[Choice]:
    return [Choice(kind, kind) for kind in KINDS]


async def add(admin: Admin, draft: Draft) -> Done:
    values = draft.values
    known = {"country": values["panel_country"]} if values["panel_country"] else {}
    outcome = await PanelCalls(admin.calls).add(
        values["panel_code"], values["panel_kind"], values["panel_url"], known, values["reason"]
    )
    name = values["panel_code"]
    return Done(
        admin.say("admin-panel-added", outcome=outcome, panel=name),
        AdminGo(place="panel", word=name) if outcome == "added" else HERE,
    )


async def edit(admin: Admin, draft: Draft) -> Done:
    values = draft.values
    changes = {
        **({"country": values["panel_country"]} if values["panel_country"] else {}),
        "weight": values["panel_weight"],
        "capacity": values["panel_capacity"] or None,
    }
    outcome = await PanelCalls(admin.calls).edit(draft.word or "", changes, values["reason"])
    return Done(admin.say("admin-changed", outcome=outcome), of_panel(draft))


async def enable(admin: Admin, draft: Draft) -> Done:
    one = await _panel(admin, draft)
    outcome = await PanelCalls(admin.calls).edit(
        one.panel, {"enabled": bool(draft.about)}, draft.values["reason"]
    )
    return Done(admin.say("admin-changed", outcome=outcome), of_panel(draft))


async def check(admin: Admin, draft: Draft) -> Done:
    await PanelCalls(admin.calls).check(draft.word or "", draft.values["reason"])
    return Done(admin.say("admin-check-asked"), of_panel(draft))


async def acknowledge(admin: Admin, draft: Draft) -> Done:
    one = await _panel(admin, draft)
    outcome = await PanelCalls(admin.calls).acknowledge(
        one.panel, one.version or "", draft.values["reason"]
    )
    return Done(admin.say("admin-acknowledged", outcome=outcome), of_panel(draft))


async def drain(admin: Admin, draft: Draft) -> Done:
    one = await _panel(admin, draft)
    count = await PanelCalls(admin.calls).drain(
        one.panel, bool(draft.about), draft.values["reason"]
    )
    return Done(
        admin.say("admin-drained", drains="yes" if draft.about else "no", count=count),
        of_panel(draft),
    )


async def about_drain(admin: Admin, draft: Draft) -> str:
    one = await _panel(admin, draft)
    drains = "yes" if draft.about else "no"
    told = admin.say("admin-drain-then", drains=drains, count=one.accesses)
    return f"{panel_line(admin.say, one)}\n\n{told}"


async def about_reissue(admin: Admin, draft: Draft) -> str:
    """Shows how many are affected, before anything is done."""
    panels = await PanelCalls(admin.calls).all()
    concerned = [one for one in panels if draft.word in (None, one.panel)]
    return admin.say(
        "admin-reissue-then",
        whose="one" if draft.word else "all",
        panel=draft.word or "",
        count=sum(one.accesses for one in concerned),
    )


async def reissue(admin: Admin, draft: Draft) -> Done:
    count = await PanelCalls(admin.calls).reissue(draft.word, draft.values["reason"])
    return Done(admin.say("admin-reissued", count=count), of_panel(draft))


async def scan(admin: Admin, draft: Draft) -> Done:
    await PanelCalls(admin.calls).scan(draft.word or "", draft.values["reason"])
    return Done(admin.say("admin-scan-asked"), of_panel(draft))


async def reapply(admin: Admin, draft: Draft) -> Done:
    count = await PanelCalls(admin.calls).reapply(draft.word or "", draft.values["reason"])
    return Done(admin.say("admin-reapplied", count=count), of_panel(draft))


async def reconcile(admin: Admin, draft: Draft) -> Done:
    count = await PanelCalls(admin.calls).reconcile(draft.word or "", draft.values["reason"])
    return Done(admin.say("admin-reconciled", count=count), of_panel(draft))


COUNTRY = Field("panel_country", country, optional=True)


def _simple(
    name: str, act: Callable[[Admin, Draft], Awaitable[Done]], told: str | None = None
) -> Form:
    return Form(name, "panels", (REASON,), act, of_panel, about(told))


PART = Part(
    places={"panels": show_panels, "panel": show_panel},
    forms=(
        Form(
            "add_panel",
            "panels",
            (
                Field("panel_code", code),
                Field("panel_kind", lambda message: None, choices=kinds),
                Field("panel_url", address),
                COUNTRY,
                REASON,
            ),
            add,
            lambda _: HERE,
        ),
        Form(
            "edit_panel",
            "panels",
            (
                COUNTRY,
                Field("panel_weight", whole_number),
                Field("panel_capacity", whole_number, choices=no_limit, pick=int, shown=unlimited),
                REASON,
            ),
            edit,
            of_panel,
            about(),
        ),
        Form("drain_panel", "panels", (REASON,), drain, of_panel, about_drain),
        Form("reissue_keys", "panels", (REASON,), reissue, of_panel, about_reissue),
        _simple("enable_panel", enable),
        _simple("check_panel", check, "admin-check-then"),
        _simple("acknowledge", acknowledge, "admin-acknowledge-then"),
        _simple("scan_panel", scan, "admin-scan-then"),
        _simple("reapply", reapply, "admin-reapply-then"),
        _simple("reconcile", reconcile, "admin-reconcile-then"),
    ),
    entries={"panels": "panels"},
)
