"""Invoices, checkouts, Stars: the bot's side of paying inside Telegram."""

import re
import secrets
from datetime import timedelta
from typing import Any

from sandbox.store import Json
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.currencies import limits
from sandbox.telegram.errors import QUERY_TOO_OLD, bad_request
from sandbox.telegram.messages import markup_of, target
from sandbox.telegram.params import Params
from sandbox.telegram.state import Telegram

_MONTH_SECONDS = 2_592_000


def terms_of(tg: Telegram, p: Params) -> Json:
    """Returns the terms of an invoice, checked. Stars take no provider token and exactly one
    price."""
    for name, longest in (("title", 32), ("description", 255)):
        if not 1 <= len(p.text(name)) <= longest:
            raise bad_request(f"INVOICE_{name.upper()}_INVALID")
    if not 1 <= len(p.text("payload").encode()) <= 128:
        raise bad_request("INVOICE_PAYLOAD_INVALID")
    currency = p.text("currency")
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise bad_request("CURRENCY_INVALID")
    prices = _prices(p)
    token = p.text("provider_token")
    faults = tg.faults.now.telegram
    least, most = limits(currency, faults)
    fits = least <= sum(prices) <= (most or sum(prices))
    if currency == "XTR":
        if token or len(prices) != 1 or not fits:
            raise bad_request("STARS_INVOICE_INVALID")
    elif not token or tg.provider_token not in (None, token) or faults.provider_revoked:
        raise bad_request("PAYMENT_PROVIDER_INVALID")
    elif not fits:
        raise bad_request("CURRENCY_TOTAL_AMOUNT_INVALID")
    return {
        "title": p.text("title"),
        "description": p.text("description"),
        "payload": p.text("payload"),
        "currency": currency,
        "total_amount": sum(prices),
        "subscription_period": _subscription_period(p, currency),
    }


def _prices(p: Params) -> list[int]:
    prices = p.json("prices")
    if not isinstance(prices, list) or not prices:
        raise bad_request("prices must be non-empty")
    try:
        return [int(price["amount"]) for price in prices if price["label"]]
    except (KeyError, TypeError, ValueError):
        raise bad_request("can't parse labeled price") from None


def _subscription_period(p: Params, currency: str) -> int | None:
    period = p.integer("subscription_period")
    if period is not None and (period != _MONTH_SECONDS or currency != "XTR"):
        raise bad_request("SUBSCRIPTION_PERIOD_INVALID")
    return period


async def send_invoice(tg: Telegram, p: Params) -> Json:
    chat = target(tg, p)
    terms = terms_of(tg, p)
    shown = {key: terms[key] for key in ("title", "description", "currency", "total_amount")}
    invoice = {**shown, "start_parameter": p.text("start_parameter")}
    pay_button = {"text": f"Pay {terms['total_amount']} {terms['currency']}", "pay": True}
    markup = markup_of(p, invoice=True) or {"reply_markup": {"inline_keyboard": [[pay_button]]}}
    message = tg.send(chat, {"invoice": invoice} | markup)
    message.terms = {**terms, "subscription_period": None}
    tg.chats.save_message(message)
    return message.api


async def create_invoice_link(tg: Telegram, p: Params) -> str:
    slug = secrets.token_urlsafe(12)
    tg.links[slug] = {**terms_of(tg, p), "slug": slug}
    tg.store.put("invoice_link", slug, tg.links[slug])
    return f"https://t.me/${slug}"


async def answer_pre_checkout_query(tg: Telegram, p: Params) -> bool:
    checkout = tg.checkouts.get(p.text("pre_checkout_query_id"))
    if checkout is None or checkout.answer.done():
        raise bad_request(QUERY_TOO_OLD)
    if p.flag("ok"):
        checkout.answer.set_result(None)
    elif p.has("error_message"):
        checkout.answer.set_result(p.text("error_message"))
    else:
        raise bad_request("error_message must be non-empty")
    return True


async def refund_star_payment(tg: Telegram, p: Params) -> bool:
    charge = _charge(tg, p)
    if charge["refunded_at"] is not None:
        raise bad_request("CHARGE_ALREADY_REFUNDED")
    refund(tg, tg.chats.find(charge["user_id"]), charge)
    return True


async def edit_user_star_subscription(tg: Telegram, p: Params) -> bool:
    """The bot names a subscription by its first payment. What it cancels stays canceled until its
    owner switches it on again; afterwards the bot only allows that, or does not."""
    first = _charge(tg, p)
    if first["expires_at"] is None or first.get("first", first["id"]) != first["id"]:
        raise bad_request("SUBSCRIPTION_NOT_FOUND")
    charge = _latest(tg, first["id"])
    charge["bot_canceled"] = p.flag("is_canceled")
    charge["is_canceled"] = charge["is_canceled"] or charge["bot_canceled"]
    save_charge(tg, charge)
    return True


def _latest(tg: Telegram, first: str) -> Json:
    of_it = [one for one in tg.charges.values() if one.get("first", one["id"]) == first]
    return max(of_it, key=lambda one: int(one["n"]))


async def get_star_transactions(tg: Telegram, p: Params) -> Json:
    offset, limit = p.integer("offset") or 0, p.integer("limit") or 100
    if offset < 0 or not 1 <= limit <= 100:
        raise bad_request("TRANSACTIONS_LIMIT_INVALID")
    stars = [charge for charge in tg.charges.values() if charge["currency"] == "XTR"]
    rows = [_transaction(tg, c, c["paid_at"], "source") for c in stars]
    rows += [_transaction(tg, c, c["refunded_at"], "receiver") for c in stars if c["refunded_at"]]
    rows.sort(key=lambda row: int(row["date"]))
    return {"transactions": rows[offset : offset + limit]}


def _transaction(tg: Telegram, charge: Json, at: int, side: str) -> Json:
    partner = {
        "type": "user",
        "transaction_type": "invoice_payment",
        "user": tg.chats.find(charge["user_id"]).user,
        "invoice_payload": charge["payload"],
    }
    if charge["expires_at"] is not None:
        partner["subscription_period"] = _MONTH_SECONDS
    return {"id": charge["id"], "amount": charge["total_amount"], "date": at, side: partner}


def _charge(tg: Telegram, p: Params) -> Json:
    charge = tg.charges.get(p.text("telegram_payment_charge_id"))
    if charge is None or charge["user_id"] != p.integer("user_id") or charge["currency"] != "XTR":
        raise bad_request("CHARGE_NOT_FOUND")
    return charge


def take(
    tg: Telegram,
    chat: Chat,
    terms: Json,
    *,
    renews: Json | None = None,
    changes: Json | None = None,
) -> tuple[Json, Message]:
    """Moves the money: a charge, and the message that tells the bot about it.

    `changes` replace parts of that message, null removes them.
    """
    now = tg.clock.now()
    stars = terms["currency"] == "XTR"
    period = terms.get("subscription_period")
    charge: Json = {
        "id": f"{'stx' if stars else 'crd'}{secrets.token_urlsafe(24)}",
        "n": len(tg.charges) + 1,
        "user_id": chat.id,
        "currency": terms["currency"],
        "total_amount": terms["total_amount"],
        "payload": terms["payload"],
        "provider_id": f"sandbox_{secrets.token_hex(8)}",
        "paid_at": int(now.timestamp()),
        "refunded_at": None,
        "expires_at": int((now + timedelta(seconds=period)).timestamp()) if period else None,
        "subscription_period": period,
        "is_canceled": False,
        "bot_canceled": False,
    }
    charge["first"] = renews.get("first", renews["id"]) if renews else charge["id"]
    save_charge(tg, charge)
    payment = {
        "currency": charge["currency"],
        "total_amount": charge["total_amount"],
        "invoice_payload": charge["payload"],
        "telegram_payment_charge_id": charge["id"],
        "provider_payment_charge_id": charge["provider_id"],
    }
    if period:
        payment |= {"subscription_expiration_date": charge["expires_at"], "is_recurring": True}
        payment |= {} if renews else {"is_first_recurring": True}
    message, _ = tg.receive(chat, {"successful_payment": payment}, changes)
    return charge, message


def refund(tg: Telegram, chat: Chat, charge: Json) -> None:
    """Returns the Stars; a message tells the bot, whether the bot or Telegram did it."""
    charge["refunded_at"] = int(tg.clock.now().timestamp())
    save_charge(tg, charge)
    refunded = {
        "currency": charge["currency"],
        "total_amount": charge["total_amount"],
        "invoice_payload": charge["payload"],
        "telegram_payment_charge_id": charge["id"],
    }
    tg.receive(chat, {"refunded_payment": refunded})


def renew_due(tg: Telegram) -> None:
    """Charges the Star subscriptions whose month is over and that nobody has cancelled."""
    now = tg.clock.now().timestamp()
    for charge in list(tg.charges.values()):
        if charge["expires_at"] and charge["expires_at"] <= now and not charge.get("followed"):
            charge["followed"] = True
            save_charge(tg, charge)
            if not charge["is_canceled"] and charge["refunded_at"] is None:
                take(tg, tg.chats.find(charge["user_id"]), charge, renews=charge)


def save_charge(tg: Telegram, charge: Json) -> None:
    tg.charges[charge["id"]] = charge
    tg.store.put("charge", charge["id"], charge)


METHODS: dict[str, Any] = {
    "sendinvoice": send_invoice,
    "createinvoicelink": create_invoice_link,
    "answerprecheckoutquery": answer_pre_checkout_query,
    "refundstarpayment": refund_star_payment,
    "edituserstarsubscription": edit_user_star_subscription,
    "getstartransactions": get_star_transactions,
}
