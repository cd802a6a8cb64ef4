"""Routes of the emulators."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter


class Router(APIRouter):
    """Answers are sent as they are: to build a model of each for validation takes half of the time
    that an emulator needs to start, and every test starts one."""

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().add_api_route(path, endpoint, **{**options, "response_model": None})
