"""What the shop knows about a user, and the end of the account."""

from bot.api import Deletion, Home
from bot.callbacks import AskData, AskSupport, DeleteAccount, Go
from bot.screens.base import Screen, back, button, main_button, screen
from bot.screens.status import balance_of
from texts import Translator, money


def privacy_screen(say: Translator) -> Screen:
    return screen(
        "privacy",
        say("privacy"),
        [button(say("button-get-data"), AskData())],
        [button(say("button-delete"), Go(place="delete"))],
        back(say, Go(place="more")),
    )


def delete_screen(
    say: Translator, home: Home, deletion: Deletion, *, is_last_owner: bool = False
) -> Screen:
    """Says what is lost, and asks for confirmation."""
    keep = Go(place="privacy")
    if deletion.coming_back is not None and deletion.currency is not None:
        amount = money(deletion.coming_back, deletion.currency)
        return screen("delete", say("delete-waits", amount=amount), back(say, keep))
    if is_last_owner:
        return screen("delete", say("delete-last-owner"), back(say, keep))
    has_money = home.balance > 0 or any(home.other_balances)
    text = say(
        "delete",
        runs="yes" if home.status in ("activating", "active", "grace") else "no",
        has_money="yes" if has_money else "no",
        **balance_of(say, home, others=True),
    )
    role = [] if home.role is None else [say("delete-role", role=home.role)]
    gifts = [
        say("delete-gifts", count=count, amount=money(amount, currency))
        for count, amount, currency in zip(
            deletion.gift_counts or (),
            deletion.gift_amounts or (),
            deletion.gift_currencies or (),
            strict=True,
        )
    ]
    ask = [button(say("button-ask-anyway"), AskSupport(topic="payment"))]
    return screen(
        "delete",
        "\n\n".join([text, *role, *gifts, *([say("delete-money-back")] if has_money else [])]),
        [button(say("button-my-gifts"), Go(place="gifts"))] if gifts else [],
        [main_button(say("button-keep-account"), keep)],
        ask if has_money else [],
        [button(say("button-delete-yes"), DeleteAccount(token=deletion.token))],
        back(say, keep),
    )
