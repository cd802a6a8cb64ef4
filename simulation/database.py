"""What a simulation needs to know about its database."""

from typing import Protocol


class DatabaseUrls(Protocol):
    """A migrated database for one simulation."""

    @property
    def name(self) -> str: ...

    def url(self, role: str = ...) -> str: ...
