"""The subscription: what a user has, what will be charged next, and the ways to change that."""

from typing import Literal

from bot.api import Home, Profile, TopUpOffer
from bot.callbacks import Cancel, Go, NameSubscription, Resume, ScheduleChange, SetAutoRenew
from bot.screens.base import Row, Screen, back, button, half_rows, main_button, screen
from bot.screens.saved_methods import method_name
from bot.screens.status import balance_of, paid_until, status_card
from texts import Translator, Value, gigabytes, moment, money


def profile_screen(
    say: Translator,
    profile: Profile,
    home: Home,
    renewal_amount: int | None = None,
    offer: TopUpOffer | None = None,
) -> Screen:
    """`renewal_amount` is the price of another period, needed during the grace, when no charge is
    due; `offer` is given if money is short for it and can be added."""
    card = status_card(say, "profile", profile, **balance_of(say, home))
    in_grace = profile.status == "grace"  # then paying is what most people need
    has_access = in_grace or profile.status in ("activating", "active")
    connect = [(button if in_grace else main_button)(say("button-connect"), Go(place="access"))]
    topup = (main_button if in_grace else button)(say("button-topup"), Go(place="topup"))
    renews = not has_access or (in_grace and offer is None)
    return screen(
        "profile",
        "\n\n".join([card, *_usage(say, profile), *_renewal(say, profile, renewal_amount, offer)]),
        connect if has_access and not in_grace else [],
        [] if offer is None else [topup],
        *half_rows(_changes(say, profile, is_main=renews)),
        connect if in_grace else [],
        _auto_renewal(say, profile),
        _stay(say, profile) if can_be_cancelled(profile) else [],
        _family(say, profile, home),
        back(say),
    )


def _family(say: Translator, profile: Profile, home: Home) -> Row:
    """Names are for users with several subscriptions; one more is for users who may open one."""
    several = home.subscriptions > 1
    name = [button(say("button-name"), NameSubscription())] if several else []
    may_open = home.may_open and home.can_buy and profile.status not in ("none", "expired")
    return name + ([button(say("button-another"), Go(place="another"))] if may_open else [])


def _usage(say: Translator, profile: Profile) -> list[str]:
    """Returns a paragraph with what panels report about the access; nothing if they report
    nothing."""
    lines = []
    if profile.used_bytes is not None:
        used = gigabytes(profile.used_bytes)
        if profile.data_limit is None:
            lines.append(say("profile-traffic-unlimited", used=used))
        else:
            lines.append(say("profile-traffic", used=used, limit=gigabytes(profile.data_limit)))
    if profile.devices is not None and profile.device_limit is not None:
        limit = profile.device_limit
        lines.append(say("profile-devices", devices=profile.devices, limit=limit))
    if profile.online_at is not None:
        lines.append(say("profile-online", at=moment(profile.online_at)))
    return ["\n".join(lines)] if lines else []


def runs(profile: Profile) -> bool:
    """Returns whether the user has access that is not a trial."""
    return profile.status in ("activating", "active", "grace") and not profile.is_trial


def can_be_cancelled(profile: Profile) -> bool:
    return runs(profile) and not profile.cancelled


def changes_plan(profile: Profile) -> bool:
    """Returns whether a different plan will follow the running one."""
    return profile.next_plan_title not in (None, profile.plan_title)


def is_short(profile: Profile, renewal_amount: int | None) -> bool:
    """Returns whether neither the balance nor a saved method covers another period."""
    if profile.charged_provider is not None:
        return False
    return profile.balance < (renewal_amount or profile.next_charge_amount or 0)


def _renewal(
    say: Translator, profile: Profile, renewal_amount: int | None, offer: TopUpOffer | None
) -> list[str]:
    """What happens when the period ends."""
    if not runs(profile) and profile.next_charge_at is None:
        return [] if profile.status in ("none", "expired") else [say("profile-trial")]
    if profile.cancelled:
        return [say("profile-cancelled")]
    if profile.status == "grace":
        restricted = [say("profile-restricted")] if profile.restricted else []
        return [*restricted, _grace(say, profile, renewal_amount, offer)]
    if profile.next_charge_at is not None:
        return [_next_charge(say, profile, offer)]
    if profile.auto_renew:
        return [say("profile-not-on-sale")]
    ends = profile.expires_at or profile.ends_at
    return [say("profile-renewal-off", ends=moment(ends) if ends else "")]


def _grace(say: Translator, profile: Profile, amount: int | None, offer: TopUpOffer | None) -> str:
    short = (amount or 0) - profile.balance
    if profile.auto_renew and short > 0:
        said = say("profile-grace-short", short=money(short, profile.currency))
        return said + _topup_note(say, short, offer)
    return say("profile-grace")


def _topup_note(say: Translator, short: int, offer: TopUpOffer | None) -> str:
    """Shown if the missing amount cannot be topped up exactly."""
    if offer is None or offer.min_amount <= short <= offer.max_amount:
        return ""
    kind = "least" if short < offer.min_amount else "most"
    topup = min(max(short, offer.min_amount), offer.max_amount)
    return say("topup-note", topup_is=kind, topup=money(topup, offer.currency))


def _next_charge(say: Translator, profile: Profile, offer: TopUpOffer | None) -> str:
    at, amount = profile.next_charge_at, profile.next_charge_amount
    count, unit = profile.next_period_count, profile.next_period_unit
    if at is None or amount is None or count is None or unit is None:
        return say("profile-not-on-sale")
    charge: dict[str, Value] = {
        "at": moment(at),
        "amount": money(amount, profile.currency),
        "count": count,
        "unit": unit,
    }
    if changes_plan(profile):
        said = say("profile-next-change", **charge, next_plan=profile.next_plan_title or "")
    else:
        said = say("profile-next-charge", **charge)
    if profile.charged_provider is not None:
        method = method_name(say, profile.charged_provider, profile.charged_title)
        said += "\n" + say("profile-paid-by", method=method)
    elif (short := amount - profile.balance) > 0:
        said += "\n" + say("profile-short", short=money(short, profile.currency))
        said += _topup_note(say, short, offer)
    return said


def _changes(say: Translator, profile: Profile, *, is_main: bool) -> Row:
    """Returns what the user can do with the subscription, the most usual first."""
    first = main_button if is_main else button
    if profile.can_renew and not profile.is_trial:
        found = [first(say("button-renew"), Go(place="renew"))]
        found.append(button(say("button-change-plan"), Go(place="plans")))
    else:
        found = [first(say("button-buy"), Go(place="plans"))]
    if profile.lists_devices:
        found.append(button(say("button-devices"), Go(place="devices")))
    if can_be_cancelled(profile):
        found.append(button(say("button-cancel"), Go(place="cancel")))
    elif runs(profile):
        found.append(button(say("button-keep"), Resume()))
    return found


def _auto_renewal(say: Translator, profile: Profile) -> Row:
    if not can_be_cancelled(profile) or not profile.can_renew:
        return []
    if profile.auto_renew:
        return [button(say("button-auto-off"), SetAutoRenew(to="off"))]
    return [button(say("button-auto-on"), SetAutoRenew(to="on"))]


def _stay(say: Translator, profile: Profile) -> Row:
    """Returns the button that undoes a change of plan that has not happened yet."""
    if not changes_plan(profile) or profile.renewal_price_id is None:
        return []
    label = say("button-keep-plan", plan=profile.plan_title or "")
    return [button(label, ScheduleChange(price_id=profile.renewal_price_id))]


def cancelling_ends_access(profile: Profile) -> Literal["now", "end"]:
    return "now" if profile.status == "grace" else "end"


def cancel_screen(say: Translator, profile: Profile) -> Screen:
    """Asks for confirmation, and says what cancelling means."""
    ends_access = cancelling_ends_access(profile)
    name = "cancel-in-grace" if ends_access == "now" else "cancel"
    plan, ends = profile.plan_title or "", paid_until(profile)
    text = say(name, plan=plan, ends=moment(ends) if ends else "")
    keep = Go(place="profile")
    return screen(
        "cancel",
        text,
        [
            button(say("button-cancel-yes"), Cancel(said=ends_access)),
            main_button(say("button-keep"), keep),
        ],
        back(say, keep),
    )
