"""Invite: the link, what it earns, and what it has earned."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from bot.api import Earnings, Home, Invite
from bot.callbacks import Go, ShowInviteQr
from bot.screens.base import Screen, back, button, link_button, screen
from texts import Translator, day, money


def invite_screen(
    say: Translator, home: Home, invite: Invite | None, earnings: Sequence[Earnings], link: str
) -> Screen:
    earned = [_earned(say, home, one) for one in earnings]
    if invite is None:
        return screen("invite", "\n\n".join([say("invite-off"), *earned]), back(say))
    offer = say(
        "invite",
        link=link,
        reward=invite.reward,
        percent=invite.percent,
        sum=money(invite.sum, invite.sum_currency),
        unit="day",
        count=invite.days,
    )
    # Telegram on an iPhone shows the "+" that forms write for a blank.
    shared = urlencode({"url": link, "text": say("invite-message")}, quote_via=quote)
    share = f"https://t.me/share/url?{shared}"
    standing = [*_more(say, invite), _standing(say, invite), *earned, _how(say, invite)]
    history = button(say("button-history"), Go(place="history"))
    return screen(
        "invite",
        "\n\n".join([offer, *standing]),
        [link_button(say("button-share"), share, main=True)],
        [button(say("button-qr"), ShowInviteQr()), history],
        [button(say("button-withdraw"), Go(place="withdraw"))] if home.withdrawable else [],
        back(say),
    )


def _more(say: Translator, invite: Invite) -> list[str]:
    """Lists what else referrals earn, and what the referred people get."""
    lines = []
    if invite.second_percent:
        lines.append(say("invite-second", percent=invite.second_percent))
    if invite.trial_hours:
        days, rest = divmod(invite.trial_hours, 24)
        unit, count = ("hour", invite.trial_hours) if rest else ("day", days)
        lines.append(say("invite-trial", unit=unit, count=count))
    if invite.welcome:
        lines.append(say("invite-welcome", bonus=money(invite.welcome, invite.sum_currency)))
    return ["\n".join(lines)] if lines else []


def _standing(say: Translator, invite: Invite) -> str:
    lines = [say("invite-counts", brought=invite.brought, paying=invite.paying)]
    if invite.reward == "percent" and invite.next_from is not None:
        lines.append(
            say(
                "invite-next",
                percent=invite.next_percent or 0,
                start=invite.next_from,
                missing=invite.next_from - invite.paying,
            )
        )
    if invite.days_earned:
        lines.append(say("invite-days", unit="day", count=invite.days_earned))
    return "\n".join(lines)


def _earned(say: Translator, home: Home, earnings: Earnings) -> str:
    lines = [say("invite-earned", earned=money(earnings.earned, earnings.currency))]
    if earnings.pending and earnings.pending_until is not None:
        lines.append(
            say(
                "invite-pending",
                pending=money(earnings.pending, earnings.currency),
                until=day(earnings.pending_until),
                when="later" if earnings.pending_until > home.now else "spent",
            )
        )
    if earnings.owed:
        lines.append(say("invite-owed", owed=money(earnings.owed, earnings.currency)))
    return "\n".join(lines)


def _how(say: Translator, invite: Invite) -> str:
    return say("invite-how", reward=invite.reward, unit="day", count=invite.hold_days)
