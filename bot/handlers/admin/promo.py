"""Promo codes: what there are and what they brought, new ones, and discounts of one person."""

from bot.admin_api.promo import PromoApi
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.documents import send_table
from bot.handlers.admin.forms import REASON, Done, Draft, Form
from bot.handlers.admin.places import Part
from bot.handlers.admin.promo_fields import (
    CODE,
    CONDITIONS,
    COUNT,
    LIMITS,
    OF_BATCH,
    PREFIX,
    TERMS,
    WHOM,
    terms_of,
)
from bot.screens import Screen
from bot.screens.admin.base import PAGE
from bot.screens.admin.promo import (
    HERE,
    discounts_screen,
    gives,
    promo_code_screen,
    promo_screen,
)


async def show_promo(admin: Admin, here: AdminGo) -> Screen:
    sort = here.word if here.word in ("used", "over") else "new"
    found = await PromoApi(admin.calls).codes(
        sort != "over", "used" if sort == "used" else "new", (here.page or 0) * PAGE, PAGE
    )
    return promo_screen(admin.say, here.model_copy(update={"word": sort}), found)


async def show_code(admin: Admin, here: AdminGo) -> Screen:
    api = PromoApi(admin.calls)
    one = await api.one(here.about or 0)
    if one is None:
        return await show_promo(admin, HERE)
    link = await link_of(admin, one.name)
    return promo_code_screen(admin.say, one, link, await api.choices())


async def link_of(admin: Admin, code: str) -> str:
    return f"https://t.me/{(await admin.bot.me()).username}?start=promo_{code}"


async def show_discounts(admin: Admin, here: AdminGo) -> Screen:
    found = await PromoApi(admin.calls).discounts((here.page or 0) * PAGE, PAGE)
    return discounts_screen(admin.say, here, found)


async def make_code(admin: Admin, draft: Draft) -> Done:
    api = PromoApi(admin.calls)
    terms = terms_of(draft, draft.values["promo_code"], await api.choices())
    (code,) = await api.make(draft.request, None, terms, draft.values["reason"])
    link = await link_of(admin, code)
    return Done(admin.say("admin-promo-made", code=code, link=link), HERE)


async def make_batch(admin: Admin, draft: Draft) -> Done:
    """Sends the codes as a file: they are worth money, and a screen has no room for them."""
    api, values = PromoApi(admin.calls), draft.values
    terms = terms_of(draft, values["promo_prefix"], await api.choices())
    codes = await api.make(draft.request, values["promo_count"], terms, values["reason"])
    rows = [(code, await link_of(admin, code)) for code in codes]
    name = f"{values['promo_prefix'].lower()}-{len(codes)}.csv"
    await send_table(admin, name, ("code", "link"), rows)
    return Done(admin.say("admin-promo-made-batch", codes=len(codes)), HERE)


async def retire(admin: Admin, draft: Draft) -> Done:
    outcome = await PromoApi(admin.calls).retire(draft.about or 0, draft.values["reason"])
    return Done(admin.say("admin-promo-retired", outcome=outcome), code_of(draft))


async def return_use(admin: Admin, draft: Draft) -> Done:
    api, values = PromoApi(admin.calls), draft.values
    one = await api.one(draft.about or 0)
    code = values.get("promo_code") or (one.name if one else "")
    outcome = await api.return_use(draft.request, values["user"], code, values["reason"])
    return Done(admin.say("admin-promo-returned", outcome=outcome), code_of(draft))


async def which(admin: Admin, draft: Draft) -> str:
    one = await PromoApi(admin.calls).one(draft.about or 0)
    if one is None:
        return ""
    return admin.say(
        "admin-promo-which", name=one.name, codes=one.codes, gives=gives(admin.say, one)
    )


def code_of(draft: Draft) -> AdminGo:
    return AdminGo(place="promo_code", about=draft.about)


PART = Part(
    places={"promo": show_promo, "promo_code": show_code, "discounts": show_discounts},
    forms=(
        Form(
            "promo_new",
            "promo",
            (CODE, *TERMS, *LIMITS, *CONDITIONS, REASON),
            make_code,
            lambda _: HERE,
        ),
        Form(
            "promo_batch",
            "promo",
            (PREFIX, COUNT, *TERMS, *CONDITIONS, REASON),
            make_batch,
            lambda _: HERE,
        ),
        Form("promo_retire", "promo", (REASON,), retire, code_of, which),
        Form("promo_return", "promo", (WHOM, OF_BATCH, REASON), return_use, code_of, which),
    ),
    entries={"promo": "promo"},
)
