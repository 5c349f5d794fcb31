"""The settings a person gives: environment variables, checked at start, with errors that say what to change.

Names: KIKITORI_* as below, and DATABASE_URL, DATABASE_OWNER_URL. Nothing here needs Django.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kikitori.config.database import default_data_folder
from kikitori.config.forwarded import networks_named
from kikitori.config.mail_way import MailWay, parse_mail_way
from kikitori.config.trouble import Trouble
from kikitori.foundation.clamav import address_of
from kikitori.foundation.language.bilingual import Bilingual

PASSWORD = re.compile(r"//[^/@]*@")
"""User and password inside an address."""
DatabaseRole = Literal["owner", "web", "worker"]


class Environment(BaseSettings):
    """What the environment says. Construct it with `load()`, which turns errors into words."""

    model_config = SettingsConfigDict(env_prefix="KIKITORI_", extra="ignore", frozen=True)

    data: Path = Field(default_factory=default_data_folder)
    """Folder of everything this site keeps."""
    database_url: str | None = Field(None, validation_alias=AliasChoices("DATABASE_URL", "database_url"))
    database_owner_url: str | None = Field(
        None, validation_alias=AliasChoices("DATABASE_OWNER_URL", "database_owner_url")
    )
    database_role: DatabaseRole = "web"
    """As whom this process works in the database; set by the commands, not by people."""
    base_url: str = ""
    """Address under which people reach the site, without a slash at its end; empty: http://localhost:PORT."""
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    host: str = "127.0.0.1"
    mail: str = ""
    """smtp://user:password@host:port, smtps://…, or folder:PATH; empty: the folder DATA/mailbox."""
    mail_from: str = ""
    clamav: str = ""
    """Where ClamAV's daemon listens, the path of its socket or host:port; empty: attachments are not scanned."""
    demo: bool = False
    log: Literal["text", "json"] = "text"
    time_zone: str = "Asia/Tokyo"
    proxies: str = ""
    """Networks of the proxies in front of us, separated by commas: their X-Forwarded-For is believed, nobody else's."""
    allowed_hosts: str = ""
    """Further host names the site answers to, separated by commas; the one of base_url is always among them."""
    static: Literal["hashed", "plain"] = "hashed"
    """`plain` serves stylesheets as they lie in the source, without collectstatic: for tests and development."""
    debug: bool = False

    @field_validator("data")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("base_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
            raise ValueError(
                "expected http://host or https://host / 「https://ホスト名」の形で指定してください"
            )
        return value.rstrip("/")

    @field_validator("database_url", "database_owner_url")
    @classmethod
    def _is_postgresql(cls, value: str | None) -> str | None:
        if value and urlsplit(value).scheme not in ("postgres", "postgresql"):
            raise ValueError("expected postgresql://… / 「postgresql://…」の形で指定してください")
        return value or None

    @field_validator("mail")
    @classmethod
    def _is_mail(cls, value: str) -> str:
        if value:
            parse_mail_way(value, Path("/"))
        return value

    @field_validator("clamav")
    @classmethod
    def _is_scanner(cls, value: str) -> str:
        if value:
            try:
                address_of(value)
            except ValueError as error:
                raise ValueError(
                    "expected a socket's path or host:port / ソケットのパスか「ホスト名:ポート」を指定してください"
                ) from error
        return value

    @field_validator("proxies")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        try:
            networks_named(value)
        except ValueError as error:
            raise ValueError(
                "expected addresses or networks / アドレスを「,」で区切って指定してください（例: 127.0.0.1）"
            ) from error
        return value

    @field_validator("time_zone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("unknown time zone / 存在しないタイムゾーンです（例: Asia/Tokyo）") from error
        return value

    def for_role(self, role: DatabaseRole) -> Self:
        """Return the same site with another role in the database."""
        return self.model_copy(update={"database_role": role})

    def as_variables(self) -> dict[str, str]:
        """Return the variables that give a child process the same site: folder, database, address, role."""
        return {
            "DATABASE_URL": self.database_url or "",
            "DATABASE_OWNER_URL": self.database_owner_url or "",
            "KIKITORI_BASE_URL": self.base_url,
            "KIKITORI_MAIL": self.mail,
            "KIKITORI_CLAMAV": self.clamav,
            "KIKITORI_DATA": str(self.data),
            "KIKITORI_PORT": str(self.port),
            "KIKITORI_HOST": self.host,
            "KIKITORI_DEMO": "true" if self.demo else "false",
            "KIKITORI_DATABASE_ROLE": self.database_role,
        }

    @property
    def address(self) -> str:
        """The site's own address, for links in letters."""
        return self.base_url or f"http://localhost:{self.port}"

    @property
    def hosts(self) -> list[str]:
        """Host names the site answers to."""
        named = [name.strip() for name in self.allowed_hosts.split(",") if name.strip()]
        own = urlsplit(self.address).hostname or "localhost"
        return list(dict.fromkeys([own, *named, "localhost", "127.0.0.1", "[::1]"]))

    @property
    def is_secure(self) -> bool:
        """Whether people reach the site by https."""
        return self.address.startswith("https://")

    @cached_property
    def mail_way(self) -> MailWay:
        """How letters leave the house."""
        return parse_mail_way(self.mail or "folder:", self.data / "mailbox")

    @property
    def sender(self) -> str:
        """The From address of letters."""
        return self.mail_from or f"kikitori@{urlsplit(self.address).hostname or 'localhost'}"


def load(**chosen: Any) -> Environment:
    """Read the environment; `chosen` (fields by name) beats it. Raises Trouble naming each setting that is wrong."""
    try:
        return Environment(**chosen)
    except ValidationError as error:
        lines = "\n".join(_fault(fault["loc"], fault["msg"], fault["input"]) for fault in error.errors())
        raise Trouble(
            Bilingual(
                ja="環境変数に誤りがあります。直してからもう一度実行してください。",
                en="Please correct these settings:",
            ),
            lines,
            code=2,
        ) from error


def _fault(location: tuple[int | str, ...], message: str, given: object) -> str:
    """Return one line of the list of faults. A password in an address is not shown."""
    name = str(location[0]).upper() if location else "?"
    variable = name if name in ("DATABASE_URL", "DATABASE_OWNER_URL") else f"KIKITORI_{name}"
    return f"  {variable}: {message} ({PASSWORD.sub('//…@', repr(given))})"
