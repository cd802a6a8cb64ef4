"""The game: when the next throw is, and what it can win."""

from collections.abc import Sequence

from bot.api import Game, GamePrize
from bot.callbacks import Go, Throw
from bot.screens.base import Screen, back, button, main_button, screen
from texts import Translator, moment, money


def game_screen(say: Translator, game: Game, prizes: Sequence[GamePrize]) -> Screen:
    if game.outcome in ("switched_off", "blocked"):
        return screen("game", say("game-off"), back(say, Go(place="more")))
    lines = [_prize(say, prize) for prize in prizes]
    at = game.next_turn_at
    turn = say("game-turn", state=game.outcome, at="" if at is None else moment(at))
    throw = [main_button(say("button-throw"), Throw())]
    plans = [button(say("button-buy"), Go(place="plans"))]
    return screen(
        "game",
        "\n\n".join([say("game", unit="day", count=game.game_days), "\n".join(lines), turn]),
        throw if game.outcome == "open" else [],
        plans if game.outcome == "not_a_subscriber" else [],
        back(say, Go(place="more")),
    )


def _prize(say: Translator, prize: GamePrize) -> str:
    return say(
        "game-prize",
        value=prize.dice_value,
        prize=prize.prize,
        unit="day",
        count=prize.amount,
        amount=money(prize.amount, prize.currency) if prize.currency else "",
    )


def rolling_screen(say: Translator) -> Screen:
    """Shows nothing that the result could make untrue."""
    return screen("rolling", say("game-rolling"), back(say))
