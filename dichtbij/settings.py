"""Every setting of Dichtbij, in one place. Each has a line in .env.example; a test holds the two together."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from dichtbij.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
"""The checkout: where data/, web/ and klantvragen.yml are."""

_WHATSAPP_NEEDS = (
    "whatsapp_phone_number_id",
    "whatsapp_access_token",
    "whatsapp_app_secret",
    "whatsapp_verify_token",
)
_CHATWOOT_NEEDS = ("url", "token", "account_id", "inbox_id", "webhook_secret")


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

    oidc_issuer: str = Field(
        "",
        pattern=r"^(|https://.+|http://(127\.0\.0\.1|localhost)(:\d+)?(/.*)?)$",
        description="Issuer of the organisation's own log-in for agents (OpenID Connect); empty: passwords only.",
    )
    oidc_client_id: str = Field("", description="How that log-in knows this counter; required with OIDC_ISSUER.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Its secret; empty for a public client.")
    oidc_account_claim: str = Field(
        "email", description="Claim that names the account the first time; email counts when it is verified."
    )
    proxies: int = Field(
        0, ge=0, le=9, description="Proxies of your own before the counter, each adding one X-Forwarded-For."
    )

    smtp_url: str = Field("", description="smtp://user:password@host:port; empty: mail lands in the demo mailbox.")
    mail_from: str = Field("", description="Sender of the mailed codes; empty: e_mail of organisatie.yml.")

    scan_command: str = Field(
        "", description="Virus scanner of sent files: reads one on stdin, ends with 0 (clean) or 1; empty: none."
    )

    desk: str = Field(
        "own", pattern="^(own|chatwoot)$", description="Where agents sit: own (the desk at /desk) or chatwoot."
    )
    chatwoot_url: str = Field("", pattern="^(|https?://.+)$", description="Chatwoot's address; with DESK=chatwoot.")
    chatwoot_token: SecretStr = Field(SecretStr(""), description="api_access_token of an administrator at Chatwoot.")
    chatwoot_account_id: int = Field(0, ge=0, description="Number of the account at Chatwoot.")
    chatwoot_inbox_id: int = Field(0, ge=0, description="Number of the inbox (API channel) at Chatwoot.")
    chatwoot_webhook_secret: SecretStr = Field(
        SecretStr(""), description="Secret of the inbox's webhook; with an agent bot also the bot's, after a comma."
    )

    whatsapp_graph_url: str = Field(
        "https://graph.facebook.com/v23.0",
        pattern="^https?://.+$",
        description="The Graph API with its version; /whatsapp-demo talks to a stand-in on the counter itself.",
    )
    whatsapp_phone_number_id: str = Field(
        "", description="Id (not the number) of our number at Meta; empty: no WhatsApp by the Cloud API."
    )
    whatsapp_access_token: SecretStr = Field(SecretStr(""), description="System user's token; required with the id.")
    whatsapp_app_secret: SecretStr = Field(SecretStr(""), description="Signs Meta's webhooks; required with the id.")
    whatsapp_verify_token: SecretStr = Field(
        SecretStr(""), description="What Meta has to say when the webhook is set up; required with the id."
    )
    whatsapp_number: str = Field(
        "",
        pattern=r"^(|\d{8,15})$",
        description="Our number on WhatsApp (31...), for links from the website; empty: none.",
    )
    twilio_account_sid: str = Field(
        "",
        pattern=r"^(|AC[0-9a-f]{32})$",
        description="Account at Twilio (AC...), with PUBLIC_URL; empty: no messages by Twilio.",
    )
    twilio_auth_token: SecretStr = Field(
        SecretStr(""),
        description="Its token, which signs Twilio's webhooks too; during a change the new and the old, with a comma.",
    )
    twilio_whatsapp_from: str = Field(
        "", pattern=r"^(|\+\d{8,15})$", description="Our WhatsApp sender at Twilio (+31...); empty: none."
    )
    twilio_sms_from: str = Field(
        "",
        pattern=r"^(|\+\d{8,15}|MG[0-9a-f]{32})$",
        description="Our number for SMS at Twilio (+31...), or a messaging service (MG...); empty: no SMS.",
    )
    twilio_url: str = Field(
        "https://api.twilio.com", pattern="^https?://.+$", description="Twilio's API, for tests another one."
    )

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
        self._require_desk()
        self._require_phone()

    def _missing(self, *names: str) -> list[str]:
        """Which of these settings are empty, as they are named outside."""
        values = {name: getattr(self, name) for name in names}
        return [
            name.upper()
            for name, value in values.items()
            if not (value.get_secret_value() if isinstance(value, SecretStr) else value)
        ]

    def _require_phone(self) -> None:
        """Half a provider takes messages that nobody can answer, or the other way round."""
        whatsapp = self._missing(*_WHATSAPP_NEEDS)
        if whatsapp and len(whatsapp) < len(_WHATSAPP_NEEDS):
            raise SettingsError(f"{', '.join(whatsapp)}: WhatsApp needs it beside the others (docs/howto/whatsapp.md)")
        account = self._missing("twilio_account_sid", "twilio_auth_token")
        senders = self._missing("twilio_whatsapp_from", "twilio_sms_from")
        if len(account) == 2 and len(senders) == 2:
            return
        missing = [*account, *self._missing("public_url")]
        if len(senders) == 2:
            missing.append("TWILIO_WHATSAPP_FROM or TWILIO_SMS_FROM")
        if missing:
            raise SettingsError(f"{', '.join(missing)}: Twilio needs it (docs/howto/twilio.md)")

    def _require_desk(self) -> None:
        missing = self._missing(*(f"chatwoot_{name}" for name in _CHATWOOT_NEEDS))
        if self.desk == "chatwoot" and missing:
            raise SettingsError(f"{', '.join(missing)}: DESK=chatwoot needs it (docs/howto/another-desk.md)")


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
