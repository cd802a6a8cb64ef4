"""systemd units of a shop: one for each program, and one that migrates before they start.

They contain no secret. systemd hands each program a copy of the shop's file as a credential, and of
the program's own file if there is one; the command `start` passes on what that program needs. The
programs run as users of their own.
"""

import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from scripts.database import REPOSITORY
from scripts.shop.config import PROGRAMS, SITES, TRUSTED_PROXIES, Config
from scripts.shop.terminal import Refused
from scripts.supervisor import STOP_WITHIN

FOLDER = Path("/etc/systemd/system")
DESCRIPTIONS = {
    "bot": "takes in updates and answers",
    "listener": "sends what goes out",
    "page": "subscription page",
    "all": "bot, listener and page in one process",
    "migrate": "applies migrations",
}

# What none of them needs. A call that is not allowed fails, as a program expects of a refusal.
HARDENING = """\
ProtectSystem=strict
ProtectHome=read-only
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
PrivateDevices=yes
PrivateTmp=yes
NoNewPrivileges=yes
LockPersonality=yes
RestrictNamespaces=yes
RestrictRealtime=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
UMask=0077
"""

UNIT = """\
# Written by `python -m scripts.shop setup`, which writes it again.
[Unit]
Description=Tickover: {description}
Wants=network-online.target
After=network-online.target postgresql.service{after}
{requires}
[Service]
Type={type}
DynamicUser=yes
WorkingDirectory={repository}
LoadCredential=shop.env:{env}
LoadCredential={program}.env:{own}
SetCredential={program}.env:#
{keys}ExecStart={python} -m scripts.shop --env-file %d/shop.env start {program}
Environment=PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
{service}
{hardening}CapabilityBoundingSet=
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX

[Install]
WantedBy=multi-user.target
"""

# Of the programs that call panels: root alone can read the file that has their keys.
PANEL_KEYS_UNIT = """\
LoadCredential=panel_keys.json:{file}
SetCredential=panel_keys.json:{{}}
Environment=PANEL_KEYS_FILE=%d/panel_keys.json
"""
CALL_PANELS = ("listener", "all")

BACKUP_SERVICE, BACKUP_TIMER = "tickover-backup.service", "tickover-backup.timer"
DOCTOR_SERVICE, DOCTOR_TIMER = "tickover-doctor.service", "tickover-doctor.timer"
# What a timer starts. It reads the shop's file itself, and a backup writes where only root may: as
# root, with no right of root's beyond files.
TASK_UNIT = """\
# Written by `python -m scripts.shop setup`, which writes it again.
[Unit]
Description=Tickover: {description}
Wants=network-online.target
After=network-online.target postgresql.service

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={python} -m scripts.shop --env-file {env} {command}
Environment={path} PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
Nice=10
IOSchedulingClass=idle
{more}{hardening}CapabilityBoundingSet=CAP_DAC_READ_SEARCH CAP_DAC_OVERRIDE
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
"""
TIMER_UNIT = """\
# Written by `python -m scripts.shop setup`, which writes it again.
[Unit]
Description=Tickover: {description}

[Timer]
OnCalendar={when}
RandomizedDelaySec=30min
Persistent=yes

[Install]
WantedBy=timers.target
"""


def backup(
    env: Path, folder: str | None, stamp: str | None = None, python: Path | None = None
) -> Mapping[str, str]:
    """Returns the units of backups by name. `folder`: where they are written, besides a chat;
    `stamp`: a file that is touched."""
    here = env.absolute().parent
    places = [here / folder] if folder else []
    places += [(here / stamp).parent] if stamp else []
    # systemd would refuse a unit whose folder is missing; the program says what is missing.
    writes = "".join(f"ReadWritePaths={_quoted(f'-{place}')}\n" for place in places)
    timer = TIMER_UNIT.format(description="backup each night", when="*-*-* 03:00:00")
    return {
        BACKUP_SERVICE: _task("backup", "backup", env, writes, python),
        BACKUP_TIMER: timer,
    }


def doctor(env: Path, python: Path | None = None) -> Mapping[str, str]:
    """The units that look at the shop each hour, and tell the admins what is wrong."""
    # Then it ends with 1, which is no failure of the unit. One that never ends would be the last:
    # the timer waits for it.
    more = "SuccessExitStatus=1\nTimeoutStartSec=10min\n"
    service = _task("doctor", "doctor --tell", env, more, python)
    timer = TIMER_UNIT.format(description="doctor each hour", when="hourly")
    return {DOCTOR_SERVICE: service, DOCTOR_TIMER: timer}


def _task(description: str, command: str, env: Path, more: str, python: Path | None) -> str:
    return TASK_UNIT.format(
        description=description,
        command=command,
        folder=str(env.absolute().parent).replace("%", "%%"),
        path=_quoted(f"PYTHONPATH={REPOSITORY}"),
        env=_quoted(str(env.absolute()), of_command=True),
        python=_quoted(str(python or sys.executable), of_command=True),
        more=more,
        hardening=HARDENING,
    )


def _quoted(word: str, *, of_command: bool = False) -> str:
    """One word for systemd, which unpacks escapes, specifiers and, in a command, variables."""
    for special, written in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%")):
        word = word.replace(special, written)
    return f'"{word.replace("$", "$$") if of_command else word}"'


# Its certificates are in /var/lib/tickover-proxy. It may take the ports 80 and 443, and is given no
# secret.
PROXY = """\
# Written by `python -m scripts.shop setup`, which writes it again.
[Unit]
Description=Tickover: reverse proxy
Wants=network-online.target
After=network-online.target

[Service]
Type=exec
DynamicUser=yes
StateDirectory=tickover-proxy
Environment=HOME=%S/tickover-proxy XDG_DATA_HOME=%S/tickover-proxy XDG_CONFIG_HOME=%S/tickover-proxy
Environment="SHOP_SITES={sites}" SHOP_BOT={bot} SHOP_PAGE={page} "SHOP_TRUSTED_PROXIES={trusted}"
ExecStart={caddy} run --adapter caddyfile --config {repository}/deploy/caddy/Caddyfile
Restart=always
RestartSec=2
{hardening}AmbientCapabilities=CAP_NET_BIND_SERVICE
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX

[Install]
WantedBy=multi-user.target
"""


def proxy(config: Config, caddy: Path) -> Mapping[str, str]:
    bot, page = config.values("bot"), config.values("page")
    text = PROXY.format(
        sites=config.get(SITES),
        trusted=config.get(TRUSTED_PROXIES) or "",
        bot=f"127.0.0.1:{bot.get('PORT', '8080')}",
        page=f"127.0.0.1:{page.get('PAGE_PORT', '8082')}",
        caddy=caddy,
        repository=REPOSITORY,
        hardening=HARDENING,
    )
    return {unit("proxy"): text}


def rendered(
    env: Path,
    programs: tuple[str, ...],
    python: Path | None = None,
    panel_keys: Path | None = None,
) -> Mapping[str, str]:
    """Returns the units by name. `panel_keys`: the file of PANEL_KEYS_FILE."""
    return {
        unit(name): _unit(name, env, python or Path(sys.executable), panel_keys)
        for name in programs
    }


def hands_out(file: Path) -> bool:
    """Whether the units here, if there are any, hand that file to the programs that call panels."""
    texts = [it.read_text() for it in map(FOLDER.joinpath, map(unit, CALL_PANELS)) if it.exists()]
    return all(_keys(file) in text for text in texts)


def _keys(file: Path) -> str:
    return PANEL_KEYS_UNIT.format(file=str(file.absolute()).replace("%", "%%"))


def unit(program: str) -> str:
    return f"tickover-{program}.service"


def _unit(program: str, env: Path, python: Path, panel_keys: Path | None) -> str:
    migrates = program == "migrate"
    service = (
        "RemainAfterExit=yes"
        if migrates
        else f"Restart=always\nRestartSec=2\nTimeoutStopSec={STOP_WITHIN}"
    )
    return UNIT.format(
        program=program,
        description=DESCRIPTIONS[program],
        type="oneshot" if migrates else "exec",
        after="" if migrates else f" {unit('migrate')}",
        requires="" if migrates else f"Requires={unit('migrate')}\n",
        repository=REPOSITORY,
        env=str(env.absolute()).replace("%", "%%"),
        # What SetCredential says counts where there is none.
        own=str(env.absolute().with_name(f"{program}.env")).replace("%", "%%"),
        keys=_keys(panel_keys) if panel_keys and program in CALL_PANELS else "",
        python=python,
        service=service,
        hardening=HARDENING,
    )


def write(units: Mapping[str, str], folder: Path | None = None) -> bool:
    """Returns whether anything changed. Raises Refused where it may not write."""
    changed = False
    for name, text in units.items():
        file = (folder or FOLDER) / name
        try:
            if not file.exists() or file.read_text() != text:
                file.write_text(text)
                changed = True
        except OSError as error:
            raise Refused(
                f"{file} cannot be written ({error.strerror}): run setup as root"
            ) from None
    return changed


def left_over(wanted: Collection[str], folder: Path | None = None) -> list[str]:
    """Units that the shop does not have any more."""
    timers = [BACKUP_TIMER, BACKUP_SERVICE, DOCTOR_TIMER, DOCTOR_SERVICE]
    known = [*(unit(name) for name in (*PROGRAMS, "proxy")), *timers]
    return [it for it in known if it not in wanted and ((folder or FOLDER) / it).exists()]
