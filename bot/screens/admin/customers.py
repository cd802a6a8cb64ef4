"""A customer: his card, and the pages behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.admin_api.audit import AuditLine
from bot.admin_api.customers import (
    Charge,
    Customer,
    CustomerDevice,
    Found,
    Growth,
    Line,
    NoticeAhead,
    NoticeSent,
    OperationDone,
    Subscription,
)
from bot.admin_callbacks import AdminGo
from bot.screens.admin.audit import action_words, audit_line
from bot.screens.admin.base import (
    PAGE,
    admin_screen,
    back_to,
    fitting_rows,
    form_button,
    lines,
    pages,
    paragraphs,
)
from bot.screens.admin.people import named, shortened
from bot.screens.admin.settings import rule_title
from bot.screens.base import Row, Screen, button
from bot.screens.history import entry
from texts import Translator, day, gigabytes, moment, money

May = Callable[[str], bool]
# Of the hits of a search.
MOST_FOUND = 20


@dataclass(frozen=True)
class Card:
    """All that the card of a customer shows."""

    customer: Customer
    subscriptions: Sequence[Subscription]
    last_notice: NoticeSent | None


def card_place(user_id: int) -> AdminGo:
    return AdminGo(place="customer", about=user_id)


def search_screen(say: Translator) -> Screen:
    return admin_screen(
        say("admin-customers"),
        [form_button(say("button-admin-find"), "find_customer")],
        back_to(say, AdminGo(place="menu")),
    )


def found_screen(say: Translator, found: Sequence[Found], *, hidden: bool) -> Screen:
    text = say(
        "admin-found",
        count=len(found),
        what="hidden" if hidden else "nothing" if not found else "several",
    )
    rows: list[Row] = [[button(_found_label(say, one), _found_place(one))] for one in found]
    return admin_screen(
        text,
        *rows[:MOST_FOUND],
        [form_button(say("button-admin-find"), "find_customer")],
        back_to(say, AdminGo(place="customers")),
    )


def _found_place(one: Found) -> AdminGo:
    if one.kind == "payment":
        return AdminGo(place="payment", about=one.id)
    return card_place(one.user_id or 0)


def _found_label(say: Translator, one: Found) -> str:
    amount = money(one.amount or 0, one.currency or "XTR")
    return say(
        "button-admin-found",
        kind=one.kind,
        id=str(one.id),
        name=named(say, one),
        amount=amount,
    )


def card_screen(say: Translator, card: Card, may: May) -> Screen:
    one = card.customer
    notice = card.last_notice
    parts = [
        _who(say, one),
        _state(say, one),
        _money(say, one),
        *(subscription_lines(say, each) for each in card.subscriptions),
        None if card.subscriptions else say("admin-no-subscription"),
        say("admin-last-notice", what=notice_words(say, notice.what), at=moment(notice.at))
        if notice
        else None,
    ]
    return admin_screen(
        paragraphs(parts), *_card_rows(say, card, may), back_to(say, AdminGo(place="customers"))
    )


def _who(say: Translator, one: Customer) -> str:
    return lines(
        say("admin-customer-name", name=named(say, one), id=str(one.user_id)),
        say(
            "admin-customer-telegram",
            name=one.first_name or "",
            id=str(one.telegram_id or 0),
            known="yes" if one.telegram_id else "no",
        ),
        say(
            "admin-customer-since",
            language=one.locale,
            zone=one.timezone,
            since=day(one.created_at),
        ),
        say("admin-customer-brought-by", id=str(one.referrer_id)) if one.referrer_id else None,
        say("admin-customer-campaign", campaign=one.campaign) if one.campaign else None,
    )


def _state(say: Translator, one: Customer) -> str:
    return lines(
        say("admin-customer-blocked", reason=one.blocked_reason) if one.blocked_reason else None,
        say("admin-customer-unreachable") if one.telegram_id and not one.reachable else None,
        say("admin-customer-role", role=say("admin-role", role=one.role)) if one.role else None,
        say("admin-customer-open-ticket", id=str(one.open_ticket)) if one.open_ticket else None,
    )


def _money(say: Translator, one: Customer) -> str:
    others = zip(one.other_balances, one.other_currencies, strict=True)
    last = moment(one.last_paid_at or one.created_at)
    return lines(
        say("admin-customer-balance", balance=money(one.balance, one.currency)),
        say("admin-customer-bonus", amount=money(one.bonus, one.currency)) if one.bonus else None,
        say("admin-customer-earned", amount=money(one.referral, one.currency))
        if one.referral
        else None,
        *(say("admin-customer-also", balance=money(*other)) for other in others),
        say(
            "admin-customer-paid-in",
            amount=money(one.paid_in, one.currency),
            paid="yes" if one.last_paid_at else "no",
            at=last,
        ),
        say("admin-customer-vip", percent=one.vip_percent) if one.vip_percent else None,
        _discount(say, one) if one.discount_percent else None,
    )


def _discount(say: Translator, one: Customer) -> str:
    return say(
        "admin-customer-discount",
        percent=one.discount_percent or 0,
        ends="yes" if one.discount_until else "no",
        until=day(one.discount_until or one.now),
    )


def subscription_lines(say: Translator, one: Subscription) -> str:
    return lines(
        say(
            "admin-subscription",
            title=one.title,
            status=one.status,
            trial="yes" if one.is_trial else "no",
            ends=moment(one.ends_at),
            expires=moment(one.expires_at),
        ),
        _renewal(say, one),
        _vpn(say, one),
        say("admin-subscription-lags", error=shortened(one.last_error)) if one.lags else None,
    )


def _renewal(say: Translator, one: Subscription) -> str:
    stays = "cancelled" if one.cancelled else "on" if one.auto_renew else "off"
    return say(
        "admin-subscription-renewal",
        how="next" if one.next_charge_at else stays,
        at=moment(one.next_charge_at or one.ends_at),
        amount=money(one.next_amount or 0, one.next_currency or "XTR"),
        source="method" if one.pays_provider else "balance",
        method=one.pays_title or one.pays_provider or "",
    )


def _vpn(say: Translator, one: Subscription) -> str | None:
    if not one.panels:
        return None
    return say(
        "admin-subscription-vpn",
        panels=", ".join(one.panels),
        seen="yes" if one.online_at else "no",
        at=moment(one.online_at or one.ends_at),
        connected="yes" if one.connected else "no",
        devices="no" if one.devices is None else str(one.devices),
        limit="no" if one.device_limit is None else str(one.device_limit),
        used="no" if one.used_bytes is None else gigabytes(one.used_bytes),
        of="no" if one.data_limit is None else gigabytes(one.data_limit),
    )


def _card_rows(say: Translator, card: Card, may: May) -> list[Row]:
    one = card.customer
    about = one.user_id

    def to(place: str, label: str) -> Row:
        return [button(label, AdminGo(place=place, about=about))]

    forms: Row = []
    if may("time") and not card.subscriptions:
        forms.append(form_button(say("button-admin-give-time"), "give_time", about))
    if may("tickets") and one.telegram_id:
        forms.append(form_button(say("button-admin-write"), "write_customer", about))
    if may("blocking") and one.telegram_id:
        is_blocked = one.blocked_reason is not None
        forms.append(
            form_button(say("button-admin-unblock"), "unblock_customer", about)
            if is_blocked
            else form_button(say("button-admin-block"), "block_customer", about)
        )
        forms.append(form_button(say("button-admin-erase"), "erase_customer", about))
    places: Row = [
        *to("story", say("button-admin-story")),
        *to("history", say("button-admin-history")),
        button(say("button-admin-payments"), AdminGo(place="payments", about=about)),
        *to("customer_money", say("button-admin-money")),
        *to("notices_sent", say("button-admin-notices-sent")),
        *to("notices_ahead", say("button-admin-notices-ahead")),
        *to("devices", say("button-admin-devices")),
        *to("customer_growth", say("button-admin-growth-of")),
        *to("operations", say("button-admin-operations")),
        *to("customer_audit", say("button-admin-audit-of")),
    ]
    subscriptions: list[Row] = [
        [
            button(
                say("button-admin-subscription", title=each.title),
                AdminGo(place="subscription", about=about, word=str(each.subscription_id)),
            )
        ]
        for each in card.subscriptions[:PAGE]
    ]
    return [*subscriptions, *fitting_rows(places), *fitting_rows(forms)]


def subscription_screen(say: Translator, user_id: int, one: Subscription, may: May) -> Screen:
    word = str(one.subscription_id)

    def form(label: str, name: str) -> Row:
        return [form_button(label, name, user_id, word)]

    buttons: Row = []
    if may("time"):
        buttons += form(say("button-admin-give-time"), "give_time")
        buttons += form(say("button-admin-change-end"), "change_end")
        buttons += form(say("button-admin-auto-renew"), "auto_renew")
        buttons += form(say("button-admin-cancel-subscription"), "cancel_subscription")
    if may("refunds"):
        buttons += [form_button(say("button-admin-refund"), "refund_period", user_id)]
    if may("keys"):
        buttons += form(say("button-admin-resend"), "resend_access")
        buttons += form(say("button-admin-reissue"), "reissue_key")
        buttons += form(say("button-admin-unbind"), "unbind_device")
        buttons += form(say("button-admin-move"), "move_access")
    if may("blocking"):
        buttons += form(say("button-admin-revoke"), "revoke_access")
    return admin_screen(
        subscription_lines(say, one), *fitting_rows(buttons), back_to(say, card_place(user_id))
    )


def money_screen(say: Translator, one: Customer, may: May) -> Screen:
    about = one.user_id
    buttons: Row = []
    if may("money"):
        buttons.append(form_button(say("button-admin-credit"), "credit_money", about))
        buttons.append(form_button(say("button-admin-debit"), "debit_money", about))
    if may("refunds"):
        buttons.append(form_button(say("button-admin-refund"), "refund_period", about))
    if may("promo"):
        buttons.append(form_button(say("button-admin-discount"), "discount", about))
        if one.discount_percent:
            buttons.append(form_button(say("button-admin-discount-off"), "discount_off", about))
        vip = one.vip_percent is not None
        buttons.append(
            form_button(say("button-admin-vip-off"), "vip_off", about)
            if vip
            else form_button(say("button-admin-vip"), "vip_on", about)
        )
        buttons.append(form_button(say("button-admin-code-use"), "return_code_use", about))
        buttons.append(form_button(say("button-admin-referrer"), "set_referrer", about))
    text = paragraphs([_who(say, one), _money(say, one)])
    return admin_screen(text, *fitting_rows(buttons), back_to(say, card_place(about)))


def statement_screen(say: Translator, here: AdminGo, found: Sequence[Line]) -> Screen:
    shown = found[:PAGE]
    heading = say("admin-history") if found else say("admin-history-empty")
    whys: list[Row] = [
        [
            button(
                say(
                    "button-admin-why",
                    amount=money(abs(line.amount or 0), line.currency or "XTR"),
                    at=day(line.at),
                ),
                AdminGo(place="charge", about=line.transfer_id),
            )
        ]
        for line in shown
        if line.is_charge
    ]
    text = paragraphs([heading, *(entry(say, line) for line in shown)])
    return _listed(say, here, text, whys, len(found))


def _listed(say: Translator, here: AdminGo, text: str, rows: Sequence[Row], found: int) -> Screen:
    turn = pages(say, here, (here.page or 0) * PAGE + found)
    return admin_screen(text, *rows, turn, back_to(say, card_place(here.about or 0)))


def charge_screen(say: Translator, one: Charge, may: May) -> Screen:
    text = paragraphs(
        [
            say("admin-charge", amount=money(one.charged, one.currency), at=moment(one.at)),
            lines(
                say(
                    "admin-charge-for",
                    plan=one.plan_title,
                    count=one.period_count,
                    unit=one.period_unit,
                    starts=day(one.starts_at),
                    ends=day(one.ends_at),
                ),
                _price(say, one),
                say("admin-charge-code", code=one.promo_code) if one.promo_code else None,
            ),
            lines(_cause(say, one), _paid_by(say, one)),
            say("admin-charge-refunded", amount=money(one.refunded, one.currency))
            if one.refunded
            else None,
        ]
    )
    buttons: Row = []
    if one.refunded < one.charged:
        period = f"{one.subscription_id}_{one.period_number}"
        if may("refunds"):
            buttons.append(
                form_button(say("button-admin-refund"), "refund_period", one.user_id, period)
            )
        if may("money"):
            buttons.append(
                form_button(say("button-admin-reverse"), "reverse_charge", one.transfer_id)
            )
    here = AdminGo(place="history", about=one.payer_id)
    return admin_screen(text, *fitting_rows(buttons), back_to(say, here))


def _price(say: Translator, one: Charge) -> str:
    return say(
        "admin-charge-price",
        price=money(one.price, one.currency),
        since=day(one.price_since or one.at),
        known="yes" if one.price_since else "no",
        cheaper="yes" if one.discount > 0 else "no",
        discount=money(max(one.discount, 0), one.currency),
    )


def _cause(say: Translator, one: Charge) -> str:
    if one.ordered_at:
        return say("admin-charge-ordered", id=str(one.order_id), at=moment(one.ordered_at))
    return say(
        "admin-charge-renewed",
        told="yes" if one.announced_at else "no",
        at=moment(one.announced_at or one.at),
        amount=money(one.announced_amount or 0, one.currency),
    )


def _paid_by(say: Translator, one: Charge) -> str:
    return say(
        "admin-charge-paid-by",
        source="payment" if one.provider else "balance",
        method=one.method_title or one.provider or "",
    )


def notice_words(say: Translator, what: str) -> str:
    """Of a text, or of the rule of a reminder."""
    return say("admin-notice", notice=what, rule=rule_title(say, what))


def notices_sent_screen(say: Translator, here: AdminGo, found: Sequence[NoticeSent]) -> Screen:
    shown = (
        say("admin-notice-sent", what=notice_words(say, one.what), at=moment(one.at))
        for one in found[:PAGE]
    )
    text = paragraphs([say("admin-notices-sent"), "\n".join(shown)])
    return _listed(say, here, text, [], len(found))


def notices_ahead_screen(say: Translator, here: AdminGo, found: Sequence[NoticeAhead]) -> Screen:
    first = (here.page or 0) * PAGE
    shown = (
        say(
            "admin-notice-ahead",
            what=notice_words(say, one.rule),
            at=moment(one.send_at),
            verdict=one.verdict,
        )
        for one in found[first : first + PAGE]
    )
    text = paragraphs([say("admin-notices-ahead"), "\n".join(shown)])
    return _listed(say, here, text, [], max(len(found) - first, 0))


def devices_screen(
    say: Translator, here: AdminGo, found: Sequence[CustomerDevice], may: May
) -> Screen:
    first = (here.page or 0) * PAGE
    shown = found[first : first + PAGE]
    text = paragraphs(
        [
            say("admin-devices") if found else say("admin-devices-none"),
            "\n".join(_device(say, one) for one in shown),
        ]
    )
    rows: list[Row] = []
    if may("keys"):
        subscriptions = {one.subscription_id: one.title for one in shown}
        rows = [
            [
                form_button(
                    say("button-admin-unbind-of", title=title),
                    "unbind_device",
                    here.about,
                    str(number),
                )
            ]
            for number, title in subscriptions.items()
        ]
    return _listed(say, here, text, rows, max(len(found) - first, 0))


def _device(say: Translator, one: CustomerDevice) -> str:
    return say(
        "admin-device",
        title=one.title,
        name=device_name(one),
        panel=one.panel,
        seen="unbinding" if one.is_unbinding else "yes" if one.seen_at else "no",
        at=moment(one.seen_at) if one.seen_at else "",
    )


def device_name(one: CustomerDevice) -> str:
    known = [part for part in (one.name, one.platform) if part]
    return " · ".join(known) or f"#{one.device}"


def growth_screen(say: Translator, user_id: int, one: Growth) -> Screen:
    text = lines(
        say(
            "admin-growth-of",
            brought=one.brought,
            paying=one.brought_paying,
            earned=money(one.earned, one.currency),
        ),
        say(
            "admin-gifts-of",
            paid=one.gifts_paid,
            unused=one.gifts_unused,
            taken=one.gifts_taken,
        ),
        say("admin-codes-of", codes=", ".join(one.codes) or "–"),
        say("admin-methods-of", count=one.saved_methods, withdrawals=one.withdrawals),
    )
    return admin_screen(text, back_to(say, card_place(user_id)))


def operations_screen(say: Translator, here: AdminGo, found: Sequence[OperationDone]) -> Screen:
    shown = (_operation(say, one) for one in found[:PAGE])
    text = paragraphs([say("admin-operations"), *shown])
    return _listed(say, here, text, [], len(found))


def _operation(say: Translator, one: OperationDone) -> str:
    return say(
        "admin-operation",
        at=moment(one.at),
        action=action_words(say, f"operation.{one.action}"),
        has_amount="no" if one.amount is None else "yes",
        amount=money(one.amount or 0, one.currency),
        outcome=say("admin-outcome", outcome=one.outcome or ""),
        by=one.name or one.actor,
        reason=shortened(one.reason),
    )


def customer_audit_screen(say: Translator, here: AdminGo, found: Sequence[AuditLine]) -> Screen:
    text = paragraphs([say("admin-audit-of"), *(audit_line(say, one) for one in found[:PAGE])])
    return _listed(say, here, text, [], len(found))
