"""VPN panels."""

from collections.abc import Sequence

from bot.admin_api.panels import CheckStep, Panel
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
from texts import Translator, moment


def panels_screen(say: Translator, panels: Sequence[Panel], here: AdminGo) -> Screen:
    start = (here.page or 0) * PAGE
    shown = panels[start : start + PAGE]
    total = sum(one.accesses for one in panels)
    return admin_screen(
        paragraphs([say("admin-panels"), *(panel_line(say, one) for one in shown)]),
        *fitting_rows([place_button(one.panel, "panel", word=one.panel) for one in shown]),
        pages(say, here, len(panels)),
        [form_button(say("button-admin-add-panel"), "add_panel")],
        [form_button(say("button-admin-reissue-all", count=total), "reissue_keys")]
        if total
        else [],
        back_to(say, AdminGo(place="menu")),
    )


def panel_screen(say: Translator, one: Panel, steps: Sequence[CheckStep]) -> Screen:
    def form(label: str, name: str) -> Row:
        return [form_button(say(label), name, word=one.panel)]

    unknown = one.version is not None and not one.version_is_allowed
    rows = [
        form("button-admin-acknowledge", "acknowledge") if unknown else [],
        form("button-admin-check-panel", "check_panel"),
        form("button-admin-edit-panel", "edit_panel"),
        [
            form_button(
                say("button-admin-switch", name=one.panel, on="yes" if one.enabled else "no"),
                "enable_panel",
                int(not one.enabled),
                one.panel,
            )
        ]
        if not one.draining
        else [],
        [
            form_button(
                say("button-admin-fill" if one.draining else "button-admin-drain"),
                "drain_panel",
                int(not one.draining),
                one.panel,
            )
        ],
        [
            *form("button-admin-scan", "scan_panel"),
            *form("button-admin-reapply", "reapply"),
        ],
        form("button-admin-reconcile", "reconcile") if one.drift else [],
        [
            form_button(
                say("button-admin-reissue-keys", count=one.accesses), "reissue_keys", word=one.panel
            )
        ]
        if one.accesses
        else [],
    ]
    text = paragraphs([panel_line(say, one), panel_facts(say, one), check_lines(say, steps)])
    return admin_screen(text, *rows, back_to(say, AdminGo(place="panels")))


def panel_line(say: Translator, one: Panel) -> str:
    state = (
        "draining"
        if one.draining
        else "down"
        if not one.is_reachable
        else "version"
        if one.version is not None and not one.version_is_allowed
        else "on"
        if one.enabled
        else "off"
    )
    return lines(
        say(
            "admin-panel",
            name=one.panel,
            state=state,
            country=one.country or "–",
            accesses=one.accesses,
            capacity="∞" if one.capacity is None else str(one.capacity),
        ),
        say("admin-panel-error", error=one.failing_with)
        if one.failing_with and not one.is_reachable
        else None,
        say("admin-panel-reissues", count=one.reissue_waits) if one.reissue_waits else None,
    )


def panel_facts(say: Translator, one: Panel) -> str:
    return lines(
        say(
            "admin-panel-facts",
            kind=one.kind,
            url=one.base_url,
            version=one.version or "–",
            weight=one.weight,
        ),
        say("admin-panel-probed", at=moment(one.probed_at)) if one.probed_at else None,
        say("admin-panel-unconfirmed", count=one.unconfirmed) if one.unconfirmed else None,
        say("admin-panel-drift", count=one.drift) if one.drift else None,
        say("admin-panel-key", panel=one.panel) if one.probed_at is None else None,
    )


def check_lines(say: Translator, steps: Sequence[CheckStep]) -> str:
    """The last check; without a step the listener has not begun it."""
    if not steps:
        return ""
    first = steps[0]
    state = {None: "running", True: "passed", False: "failed"}[first.succeeded]
    return lines(
        say("admin-panel-check", at=moment(first.asked_at), state=state),
        *(
            say(
                "admin-panel-step",
                step=one.step,
                failed="yes" if one.failed else "no",
                error=one.told or "",
            )
            for one in steps
            if one.step
        ),
    )
