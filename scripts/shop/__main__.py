"""Sets a shop up, runs it, and says what is wrong with it.

    python -m scripts.shop setup        asks for what a shop needs, and ends with the bot answering
    python -m scripts.shop doctor       says what is wrong, and what fixes it
    python -m scripts.shop run          bot, listener and page in this terminal
    python -m scripts.shop start bot    one program, in place of this command
    python -m scripts.shop owner-link   a link that makes who opens it first an owner
    python -m scripts.shop backup       database and secrets, encrypted, to a folder or a chat
    python -m scripts.shop backup-key   a key that can read the backups from now on
    python -m scripts.shop restore FILE...   makes a shop of a backup; it comes up held

Settings are in `.env` of the current folder; --env-file names another file. Answers to the
questions of setup are taken from the environment and from the file of --answers. Exit codes:
0 done, 1 refused or something is wrong, 130 interrupted.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path

import asyncpg
from dotenv import dotenv_values

from scripts.progress import say
from scripts.shop import backup, doctor, owner_link, restore, run, setup
from scripts.shop.config import PROGRAMS, Config, ConfigError
from scripts.shop.terminal import Refused, Terminal, is_terminal
from scripts.supervisor import StartError


def main() -> int:
    asked = _parser().parse_args()
    config = Config(asked.env_file)
    try:
        return _do(asked, config)
    except (Refused, ConfigError, StartError) as error:
        say(f"{asked.command}: {error}")
        return 1
    except asyncpg.PostgresError as error:
        hint = f" ({error.hint})" if isinstance(error.hint, str) else ""
        say(f"{asked.command}: PostgreSQL refuses: {error.args[0]}{hint}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped. Run it again to go on: what was answered is kept.")
        return 130
    except asyncio.CancelledError:
        say("Stopped.")
        return 0


def _do(asked: argparse.Namespace, config: Config) -> int:
    match asked.command:
        case "setup":
            asyncio.run(_setup(config, asked))
        case "doctor":
            return asyncio.run(doctor.examine(config, as_json=asked.json, tell=asked.tell))
        case "run":
            asyncio.run(run.run(config, lambda: setup.finish(config)))
        case "start":
            run.start(config, asked.program)
        case "owner-link":
            link, expires_at = asyncio.run(owner_link.make(config))
            say(f"{link}\nIt can be opened once, until {expires_at:%H:%M} UTC.")
        case "backup":
            asyncio.run(backup.make(config))
        case "backup-key":
            backup.tell_key(backup.make_key(config))
        case "restore":
            answers = _terminal(asked)
            asyncio.run(restore.restore(config, answers, asked.files, in_docker=asked.docker))
    return 0


def _terminal(asked: argparse.Namespace) -> Terminal:
    given = dotenv_values(asked.answers, interpolate=False) if asked.answers else {}
    known = {name: value for name, value in {**given, **os.environ}.items() if value is not None}
    return Terminal(known, is_terminal(), asked.replace)


async def _setup(config: Config, asked: argparse.Namespace) -> None:
    it = setup.Setup(config, _terminal(asked), asked.docker)
    await it.run()
    await setup.back_up_first(config)
    if await setup.go_live(it):
        await run.run(config, lambda: setup.finish(config))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.shop",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--env-file", type=Path, default=Path(".env"), help="the shop's settings")
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("setup", help="sets a shop up")
    add.add_argument("--answers", type=Path, help="a file with answers, NAME=value in each line")
    add.add_argument("--docker", action="store_true", help="database and programs in compose.yaml")
    add.add_argument("--replace", action="store_true", help="let answers replace other settings")
    add = commands.add_parser("doctor", help="says what is wrong")
    add.add_argument("--json", action="store_true", help="for programs")
    add.add_argument("--tell", action="store_true", help="the admins, of what has no own alarm")
    commands.add_parser("run", help="bot, listener and page in this terminal")
    add = commands.add_parser("start", help="one program")
    add.add_argument("program", choices=list(PROGRAMS))
    commands.add_parser("owner-link", help="who opens it becomes an owner")
    commands.add_parser("backup", help="database and secrets, encrypted")
    commands.add_parser("backup-key", help="a key that can read the backups from now on")
    add = commands.add_parser("restore", help="makes a shop of a backup")
    add.add_argument("files", type=Path, nargs="+", metavar="FILE", help="of one backup")
    add.add_argument("--answers", type=Path, help="a file with answers, NAME=value in each line")
    add.add_argument("--docker", action="store_true", help="the database in compose.yaml")
    add.add_argument("--replace", action="store_true", help="let answers replace other settings")
    return parser


if __name__ == "__main__":
    sys.exit(main())
