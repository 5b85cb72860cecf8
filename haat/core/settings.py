"""All settings, read from the environment (HAAT_…, nested by __) once, at the edge."""

import sys
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

# What was learned from the language packs belongs to the environment that they are installed in.
MODELS = Path(sys.prefix) / "var" / "haat-saathi"


class DatabaseSettings(BaseModel):
    """Where the ledger lives: empty means SQLite in the data folder."""

    url: SecretStr = SecretStr("")


class QdrantSettings(BaseModel):
    """The Qdrant server: empty means the embedded engine."""

    url: str = ""


class ModelSettings(BaseModel):
    """An OpenAI-compatible chat model: an empty name means the embedded planner."""

    name: str = ""
    base_url: str = ""
    api_key: SecretStr = SecretStr("")
    # for one answer; a turn needs two, and is held for two minutes
    timeout_seconds: float = Field(default=20.0, gt=0, le=50)


class EmbeddingSettings(BaseModel):
    """An OpenAI-compatible embedding for the knowledge base: an empty name means the embedded one."""

    name: str = ""
    base_url: str = ""
    api_key: SecretStr = SecretStr("")
    timeout_seconds: float = Field(default=30.0, gt=0)


class TwilioSettings(BaseModel):
    """WhatsApp by Twilio: without an account nothing comes or goes there."""

    model_config = ConfigDict(populate_by_name=True)

    account_sid: str = ""
    auth_token: SecretStr = SecretStr("")
    sender: str = Field(default="", alias="from")  # such as whatsapp:+911234567890
    api_base: str = "https://api.twilio.com"
    # content template (HX…) for what is told outside the 24-hour window; its first variable is the text
    template: str = ""

    @property
    def configured(self) -> bool:
        """Whether messages can come and go."""
        return bool(self.account_sid and self.auth_token.get_secret_value() and self.sender)


class TelegramSettings(BaseModel):
    """The Telegram bot: without a token nothing comes or goes there."""

    token: SecretStr = SecretStr("")
    secret: SecretStr = SecretStr("")  # of the webhook; without one the bot asks Telegram itself
    api_base: str = "https://api.telegram.org"

    @property
    def configured(self) -> bool:
        """Whether messages can come and go."""
        return bool(self.token.get_secret_value())


class MessagingSettings(BaseModel):
    """How messages to people are sent."""

    # of what may have been sent already, where the provider cannot be asked: which is sent again
    resend: Literal["answers", "all", "none"] = "answers"
    join_code_days: int = 30


class FeedUrl(BaseModel):
    """A file elsewhere that is taken in whenever it changes; it is fetched because somebody wrote it here."""

    kind: str
    url: str
    tenant: str = ""  # whose it is; empty: published prices, for everyone


class FeedSettings(BaseModel):
    """Prices, tenders, fairs and buyers that arrive by themselves."""

    folder: str = ""  # files dropped here are taken in; empty: `feeds` in the data folder
    urls: tuple[FeedUrl, ...] = ()
    data_gov_in_key: SecretStr = SecretStr("")  # mandi prices of the day from data.gov.in
    data_gov_in_base: str = "https://api.data.gov.in"
    every_minutes: int = Field(default=360, ge=1)


class DocumentSettings(BaseModel):
    """What is taken of papers and photographs."""

    most_bytes: int = 15_000_000
    most_pages: int = 20


class RateLimitSettings(BaseModel):
    """Requests a minute for each tenant; 0 switches the limit off."""

    per_minute: int = 100


class AuthSettings(BaseModel):
    """Signing of tokens: an empty secret means one made and kept in the data folder."""

    secret: SecretStr = SecretStr("")
    access_minutes: int = 30
    refresh_days: int = 30


class ConversationSettings(BaseModel):
    """How long a conversation is remembered."""

    history_messages: int = 24
    retention_days: int = 90
    confirm_minutes: int = 60


class Settings(BaseSettings):
    """Everything that can be configured; each default works on a bare machine."""

    model_config = SettingsConfigDict(
        env_prefix="HAAT_", env_nested_delimiter="__", env_ignore_empty=True, extra="ignore"
    )

    data_dir: Path = Path("var")
    models_dir: Path = MODELS
    today: date | None = None
    port: int = 8000
    host: str = "127.0.0.1"
    public_base_url: str = ""
    database: DatabaseSettings = DatabaseSettings()
    qdrant: QdrantSettings = QdrantSettings()
    model: ModelSettings = ModelSettings()
    embedding: EmbeddingSettings = EmbeddingSettings()
    rate_limit: RateLimitSettings = RateLimitSettings()
    auth: AuthSettings = AuthSettings()
    conversation: ConversationSettings = ConversationSettings()
    twilio: TwilioSettings = TwilioSettings()
    telegram: TelegramSettings = TelegramSettings()
    messaging: MessagingSettings = MessagingSettings()
    feeds: FeedSettings = FeedSettings()
    documents: DocumentSettings = DocumentSettings()

    def database_url(self) -> str:
        """The SQLAlchemy URL in force, with psycopg as Postgres' driver."""
        url = self.database.url.get_secret_value() or f"sqlite:///{self.data_dir / 'haat.sqlite'}"
        for prefix in ("postgres://", "postgresql://"):
            if url.startswith(prefix):
                return "postgresql+psycopg://" + url.removeprefix(prefix)
        return url
