"""The keys of panels. A running listener can get new ones."""

import json
from collections.abc import Mapping
from pathlib import Path

import structlog
from pydantic import SecretStr

log = structlog.get_logger(__name__)


class PanelKeys:
    """Keys by panel: those given at the start, and those of a file of the same form. The file is
    read again when it changes, so that adding a panel needs no restart."""

    def __init__(self, given: Mapping[str, SecretStr], file: Path | None = None) -> None:
        self._given = given
        self._file = file
        self._read: Mapping[str, SecretStr] = {}
        self._read_at: int | None = None

    def get(self, panel: str) -> SecretStr | None:
        if self._file is not None:
            self._look(self._file)
        return self._read.get(panel) or self._given.get(panel)

    def _look(self, file: Path) -> None:
        """A file that cannot be read changes nothing: it may be half written."""
        try:
            changed_at = file.stat().st_mtime_ns
            if changed_at == self._read_at:
                return
            keys = json.loads(file.read_text())
            self._read = {panel: SecretStr(key) for panel, key in keys.items() if key}
            self._read_at = changed_at
        except (OSError, ValueError, AttributeError) as error:
            log.warning("PANEL_KEYS_FILE cannot be read", error=type(error).__name__)
