"""`python -m bot serve`: everything in one. Reads the settings, then becomes the small supervisor."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.config import Settings


def main(settings: Settings) -> int:
    """Never returns on success: the process goes on as `bot.supervisor`, without all that reading the settings
    had loaded (25 MB, which would lie there unused as long as the office runs)."""
    order = {
        "data": str(settings.likhit_data.absolute()),
        "port": settings.port,
        "host": settings.host,
        "embedded": settings.redis_url is None,
        "practice": settings.practice,
        "now": settings.now().isoformat() if settings.likhit_now else None,
    }
    # what came from .env must reach the children that don't read it (bot.lean)
    found = {
        "LIKHIT_DATA": order["data"],
        "PORT": str(settings.port),
        "LIKHIT_HOST": settings.host,
        "REDIS_URL": settings.redis_url,
        "LINE_CHANNEL_SECRET": settings.line_channel_secret,
        "LINE_CHANNEL_ACCESS_TOKEN": settings.line_channel_access_token,
        "LINE_API_URL": settings.line_api_url,
        "LINE_API_DATA_URL": settings.line_api_data_url,
    }
    os.environ.update({name: str(value) for name, value in found.items() if value is not None})
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "bot.supervisor", json.dumps(order)])
