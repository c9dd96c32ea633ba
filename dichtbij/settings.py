"""Every setting of Dichtbij, in one place. Each has a line in .env.example; a test holds the two together."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from dichtbij.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
"""The checkout: where data/, web/ and klantvragen.yml are."""


class Settings(BaseSettings):
    """Read from the environment, then from `.env`, then from what `make run` made. Names are the fields in capitals."""

    # An empty line is no setting: a copy of .env.example must not blank the secrets that `make run` made.
    model_config = SettingsConfigDict(
        env_file=("var/secrets.env", ".env"), env_ignore_empty=True, extra="ignore", frozen=True
    )

    host: str = Field("127.0.0.1", description="Address the counter listens on; 0.0.0.0 to be reached from outside.")
    port: int = Field(8080, ge=0, le=65535, description="The one public port.")
    public_url: str = Field("", description="How customers reach the counter, for links; empty: http://HOST:PORT.")
    allowed_origins: str = Field("", description="Other sites (comma separated origins) that may embed the widget.")

    database_url: str = Field(
        "sqlite+aiosqlite:///var/dichtbij.db",
        pattern=r"^(sqlite\+aiosqlite|postgresql\+asyncpg)://",
        description="Customers, record and cases; postgresql+asyncpg://... too.",
    )
    tracker_url: str = Field("sqlite:///var/rasa.db", description="Rasa's tracker store (SQLAlchemy URL).")

    rasa_url: str = Field(
        "http://127.0.0.1:5005", pattern="^https?://", description="Where the counter reaches the bot."
    )
    actions_url: str = Field(
        "http://127.0.0.1:5055/webhook", pattern="^https?://", description="Where the bot reaches the action server."
    )
    bot_timeout_seconds: float = Field(20.0, gt=0, description="How long the counter waits for one answer of the bot.")
    bot_secret: SecretStr = Field(SecretStr(""), description="Shared by counter and bot; required.")

    session_secret: SecretStr = Field(
        SecretStr(""), description="Signs web sessions, desk sessions and links; required."
    )
    login_token_secret: SecretStr = Field(
        SecretStr(""), description="Shared with the organisation's site, which signs login tokens (HS256); required."
    )

    smtp_url: str = Field("", description="smtp://user:password@host:port; empty: mail lands in the demo mailbox.")
    mail_from: str = Field("", description="Sender of the mailed codes; empty: e_mail of organisatie.yml.")

    address_url: str = Field(
        "",
        pattern="^(|https?://.+)$",
        description="PDOK Locatieserver, up to its version; empty: invented ones in the demo, else asked in words.",
    )
    outages_file: str = Field(
        "", description="Known outages (docs/rules/netbeheerder.md); empty: none are known to us."
    )

    demo: bool = Field(True, description="Serve the demo site, its mailbox and its log-in as a demo customer.")
    organisation_file: str = Field(
        "organisatie.yml", description="Name, numbers and opening hours of the organisation."
    )
    opening_hours: str = Field(
        "",
        pattern="^(|organisation|always)$",
        description="organisation: as organisatie.yml says; always: day and night; empty: always in the demo.",
    )
    log_level: str = Field(
        "INFO", pattern="(?i)^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR."
    )
    log_format: str = Field("text", pattern="^(text|json)$", description="text for people, json for machines.")

    @cached_property
    def base_url(self) -> str:
        """The counter's public address without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def always_open(self) -> bool:
        """Whether agents may work at any hour, so that the demo can be tried at night."""
        return self.opening_hours == "always" or (self.opening_hours == "" and self.demo)

    def require_secrets(self) -> None:
        """Refuse to start with an empty or short secret.

        Raises:
            SettingsError: naming the settings, never their values.
        """
        short = [
            name.upper()
            for name in ("bot_secret", "session_secret", "login_token_secret")
            if len(getattr(self, name).get_secret_value()) < 32
        ]
        if short:
            raise SettingsError(f"{', '.join(short)}: set at least 32 random characters (make run does this for you)")


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: one line that names each wrong setting and what is wrong with it.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsError("; ".join(lines)) from error
