"""What is known of a shop: its settings, and how each role connects to its database."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlsplit

from scripts.database import REPOSITORY, password_variable
from scripts.shop.envfile import EnvFile
from settings import (
    BotSettings,
    ListenerSettings,
    MigrateSettings,
    PageSettings,
    Settings,
    ShopSettings,
)

S = TypeVar("S", bound=Settings)

# The address of the database, without a user: postgresql://127.0.0.1:5432/tickover.
DATABASE = "TICKOVER_DATABASE"
# That of a pooler in front of it, such as PgBouncer, if there is one.
POOLER = "TICKOVER_POOLER"
# The names at which the reverse proxy of deploy/caddy answers; unset, the shop runs none.
SITES = "SHOP_SITES"
# The file that has the keys of panels, if that is not the shop's own.
PANEL_KEYS = "PANEL_KEYS_FILE"
# Networks of a proxy in front of that one, as of Cloudflare, separated by spaces: it says who asks.
TRUSTED_PROXIES = "SHOP_TRUSTED_PROXIES"
# Bot, listener and page run in one process.
ONE_PROCESS = "SHOP_ONE_PROCESS"
OPERATOR, MIGRATOR = "tickover_operator", "tickover_migrator"
# The roles whose passwords are in the file: those of programs, and that of setup and doctor.
ROLES = (
    *(MIGRATOR, "tickover_bot", "tickover_payments"),
    *("tickover_listener", "tickover_page", OPERATOR),
)
BOT = {
    "DATABASE_URL": "tickover_bot",
    "PAYMENTS_DATABASE_URL": "tickover_payments",
    "CONSUMER_DATABASE_URL": "tickover_bot",
}
TOGETHER = {
    **BOT,
    "LISTENER_DATABASE_URL": "tickover_listener",
    "PAGE_DATABASE_URL": "tickover_page",
}
# The programs, and the variables in which each finds the URLs of its roles.
PROGRAMS: Mapping[str, tuple[type[Settings], Mapping[str, str], tuple[str, ...]]] = {
    "bot": (BotSettings, BOT, ("-m", "bot")),
    "listener": (ListenerSettings, {"DATABASE_URL": "tickover_listener"}, ("listener.py",)),
    "page": (PageSettings, {"PAGE_DATABASE_URL": "tickover_page"}, ("-m", "web")),
    "all": (ShopSettings, TOGETHER, ("one_process.py",)),
    "migrate": (MigrateSettings, {"DATABASE_URL": MIGRATOR}, ("migrate.py", "up")),
}
# The roles that only make calls, which a pooler can take. Consumers also listen, and the listener
# does nothing else.
POOLED = {"tickover_bot", "tickover_payments", "tickover_page"}
BESIDE_POOLER = "CONSUMER_DATABASE_URL"


class ConfigError(Exception):
    """The settings do not say what is needed; the text says what to do."""


class Config:
    """The settings of a shop: the environment before the file. Of a program that has a file of its
    own beside it (bot.env, listener.env, page.env), that comes between."""

    def __init__(self, path: Path, environment: Mapping[str, str] | None = None) -> None:
        self.file = EnvFile(path)
        self.environment = os.environ if environment is None else environment

    @property
    def path(self) -> Path:
        return self.file.path

    def values(self, program: str | None = None) -> dict[str, str]:
        own = self.own_file(program).read() if program else {}
        given = {name: value for name, value in self.environment.items() if value}
        return {**self.file.read(), **own, **given}

    def own_file(self, program: str) -> EnvFile:
        return EnvFile(self.path.with_name(f"{program}.env"))

    def get(self, name: str) -> str | None:
        return self.values().get(name)

    def url(self, role: str, at: str = DATABASE) -> str:
        """The URL with which a role connects."""
        values = self.values()
        address, password = values.get(at), values.get(password_variable(role))
        if not address or not password:
            missing = at if not address else password_variable(role)
            raise ConfigError(f"{missing} is missing in {self.path}")
        return with_user(address, role, password)

    def programs(self) -> tuple[str, ...]:
        """The programs that the shop runs."""
        if self.get(ONE_PROCESS) == "1":
            return ("all",)
        page = ("page",) if self.get("PAGE_URL") else ()
        return ("bot", "listener", *page)

    def panel_keys_file(self) -> Path | None:
        """As the program that calls panels finds it, which works in the repository."""
        program = "all" if "all" in self.programs() else "listener"
        named = self.values(program).get(PANEL_KEYS)
        return REPOSITORY / named if named else None

    def settings(self, model: type[S], program: str) -> S:
        """Raises SystemExit with one line that names what is wrong, as the program itself does."""
        values = self.environment_of(program)
        fields = {name: values.get(name.upper()) for name in model.model_fields}
        return model.load(_env_file=None, **{k: v for k, v in fields.items() if v is not None})

    def environment_of(self, program: str) -> dict[str, str]:
        """What a program is given: its own settings and the URLs of its roles, and no other
        secret."""
        model, urls, _ = PROGRAMS[program]
        values = self.values(program)
        mine = {name.upper() for name in model.model_fields}
        given = {name: value for name, value in values.items() if name in mine}
        has_pooler = bool(values.get(POOLER))
        for variable, role in urls.items():
            if variable == BESIDE_POOLER and not has_pooler:
                continue
            pooled = has_pooler and role in POOLED and variable != BESIDE_POOLER
            try:
                given[variable] = self.url(role, POOLER if pooled else DATABASE)
            except ConfigError:
                continue
        return given


def with_user(address: str, user: str, password: str | None = None) -> str:
    parts = urlsplit(address)
    name = f"{user}:{quote(password, safe='')}" if password else user
    return parts._replace(netloc=f"{name}@{parts.netloc.rpartition('@')[2]}").geturl()
