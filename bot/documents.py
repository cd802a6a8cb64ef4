"""Tables that the bot sends as files."""

from collections.abc import Iterable, Sequence
from typing import Any

from aiogram.types import FSInputFile

from bot.admin_context import Admin
from gateways.tables import Style, table


async def send_table(
    admin: Admin, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    with table(name, Style.of(admin.say.locale)) as made:
        made.head(header)
        for row in rows:
            made.write(row)
        made.close()
        await admin.bot.send_document(admin.chat_id, FSInputFile(made.path, made.path.name))
