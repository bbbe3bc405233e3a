"""What the environment says: the variables of the runtime contract, and this server's own."""

import math
from dataclasses import dataclass
from typing import Mapping, Optional


class SettingsError(ValueError):
    """A variable that cannot be used; the message names it and says what it must be."""


@dataclass(frozen=True)
class Settings:
    """The server's settings; names and defaults are in runtimes/CONTRACT.md and python/README.md."""

    host: str
    port: int
    folder: str
    module: str
    handler: str
    timeout: float
    runtime: Optional[str]
    memory_limit: Optional[str]
    concurrency: int
    queue: int
    body_limit: int
    shutdown_timeout: float
    python_path: str
    termination_log: str

    @staticmethod
    def of(env: Mapping[str, str]) -> "Settings":
        """Reads the environment; an empty variable counts as one that is not there. Raises SettingsError."""
        read = _Reader(env)
        return Settings(
            host=read.text("FUNC_HOST", "0.0.0.0"),
            port=read.whole("FUNC_PORT", 8080, least=1, most=65535),
            folder=read.text("KUBELESS_INSTALL_VOLUME", "/kubeless"),
            module=read.needed("MOD_NAME"),
            handler=read.needed("FUNC_HANDLER"),
            timeout=read.seconds("FUNC_TIMEOUT", 180),
            runtime=env.get("FUNC_RUNTIME"),
            memory_limit=env.get("FUNC_MEMORY_LIMIT"),
            # CherryPy's variable is the one that Kubeless' users know.
            concurrency=read.whole("FUNC_CONCURRENCY", read.whole("CHERRYPY_NUMTHREADS", 10)),
            queue=read.whole("FUNC_QUEUE", 256, least=0),
            body_limit=read.whole("FUNC_MEMFILE_MAX", 104857600, least=0),
            shutdown_timeout=read.seconds("SHUTDOWN_TIMEOUT", 10),
            python_path=env.get("PYTHONPATH", ""),
            termination_log=read.text("TERMINATION_LOG", "/dev/termination-log"),
        )


class _Reader:
    def __init__(self, env: Mapping[str, str]):
        self._env = env

    def text(self, name: str, default: str) -> str:
        return self._env.get(name, "").strip() or default

    def needed(self, name: str) -> str:
        value = self.text(name, "")
        if not value:
            raise SettingsError(f"{name} is not set")
        return value

    def whole(self, name: str, default: int, least: int = 1, most: int = 2**40) -> int:
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise SettingsError(f"{name} is '{value}', but must be a whole number from {least} to {most}")
        return int(value)

    def seconds(self, name: str, default: float) -> float:
        value = self.text(name, str(default))
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not 0 < number < math.inf:
            raise SettingsError(f"{name} is '{value}', but must be a number of seconds greater than 0")
        return number
