"""Bot API methods about the bot itself, its updates and its users."""

from typing import Any

from sandbox.store import Json
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.params import Params
from sandbox.telegram.state import Telegram
from sandbox.telegram.webhook import Target

_MAX_POLL_SECONDS = 50


async def get_me(tg: Telegram, p: Params) -> Json:
    return {
        **tg.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": tg.faults.now.telegram.topics,
    }


async def get_chat(tg: Telegram, p: Params) -> Json:
    chat = tg.chats.find(p.chat_id())
    return {**chat.reference(), "accent_color_id": 0, "max_reaction_count": 11} | {
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        }
    }


async def get_file(tg: Telegram, p: Params) -> Json:
    file = tg.files.find(p.text("file_id"))
    return {
        "file_id": file["file_id"],
        "file_unique_id": file["file_id"][-12:],
        "file_size": file["size"],
        "file_path": file["path"],
    }


async def set_my_commands(tg: Telegram, p: Params) -> bool:
    commands = p.json("commands")
    if not isinstance(commands, list) or len(commands) > 100:
        raise bad_request("can't parse commands JSON object")
    tg.commands[_scope(p)] = commands
    tg.feed.touch()
    return True


async def get_my_commands(tg: Telegram, p: Params) -> list[Json]:
    return tg.commands.get(_scope(p), [])


async def delete_my_commands(tg: Telegram, p: Params) -> bool:
    tg.commands.pop(_scope(p), None)
    return True


async def set_my_description(tg: Telegram, p: Params) -> bool:
    return _describe(tg, p, "description", 512)


async def get_my_description(tg: Telegram, p: Params) -> Json:
    return _described(tg, p, "description")


async def set_my_short_description(tg: Telegram, p: Params) -> bool:
    return _describe(tg, p, "short_description", 120)


async def get_my_short_description(tg: Telegram, p: Params) -> Json:
    return _described(tg, p, "short_description")


def _describe(tg: Telegram, p: Params, kind: str, longest: int) -> bool:
    text = p.text(kind)
    if len(text) > longest:
        raise bad_request(f"bot {kind.replace('_', ' ')} is too long")
    tg.descriptions[kind, p.text("language_code")] = text
    tg.feed.touch()
    return True


def _described(tg: Telegram, p: Params, kind: str) -> Json:
    """A language without a text of its own has that of all others."""
    own = tg.descriptions.get((kind, p.text("language_code")))
    return {kind: own or tg.descriptions.get((kind, ""), "")}


def _scope(p: Params) -> tuple[str, str]:
    scope = p.json("scope") or {"type": "default"}
    return str(scope.get("type")), p.text("language_code")


async def set_webhook(tg: Telegram, p: Params) -> bool:
    target = Target(
        p.text("url"),
        p.text("secret_token"),
        p.integer("max_connections") or Target.max_connections,
    )
    if target.url:
        target.check()
    _allow(tg, p)
    if p.flag("drop_pending_updates"):
        tg.updates.drop_all()
    tg.updates.end_poll()
    tg.webhook.point_to(target)
    tg.remember_webhook()
    return True


async def delete_webhook(tg: Telegram, p: Params) -> bool:
    if p.flag("drop_pending_updates"):
        tg.updates.drop_all()
    tg.webhook.point_to(Target())
    tg.remember_webhook()
    return True


async def get_webhook_info(tg: Telegram, p: Params) -> Json:
    return tg.webhook.info()


async def get_updates(tg: Telegram, p: Params) -> list[Json]:
    if tg.webhook.target.url:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    _allow(tg, p)
    limit = min(max(p.integer("limit") or 100, 1), 100)
    timeout = min(p.integer("timeout") or 0, _MAX_POLL_SECONDS)
    return await tg.updates.poll(p.integer("offset") or 0, limit, timeout)


def _allow(tg: Telegram, p: Params) -> None:
    """The kinds of update that the bot wants; without a list, the last choice stays."""
    wanted = p.json("allowed_updates")
    if isinstance(wanted, list):
        tg.updates.allowed = [str(kind) for kind in wanted]


METHODS: dict[str, Any] = {
    "getme": get_me,
    "getchat": get_chat,
    "getfile": get_file,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmydescription": set_my_description,
    "getmydescription": get_my_description,
    "setmyshortdescription": set_my_short_description,
    "getmyshortdescription": get_my_short_description,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "getupdates": get_updates,
}
