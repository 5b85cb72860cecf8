"""All settings, read from the environment (HAAT_…, nested by __) once, at the edge."""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


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
    today: date | None = None
    port: int = 8000
    host: str = "127.0.0.1"
    public_base_url: str = ""
    database: DatabaseSettings = DatabaseSettings()
    qdrant: QdrantSettings = QdrantSettings()
    model: ModelSettings = ModelSettings()
    rate_limit: RateLimitSettings = RateLimitSettings()
    auth: AuthSettings = AuthSettings()
    conversation: ConversationSettings = ConversationSettings()

    def database_url(self) -> str:
        """The SQLAlchemy URL in force, with psycopg as Postgres' driver."""
        url = self.database.url.get_secret_value() or f"sqlite:///{self.data_dir / 'haat.sqlite'}"
        for prefix in ("postgres://", "postgresql://"):
            if url.startswith(prefix):
                return "postgresql+psycopg://" + url.removeprefix(prefix)
        return url
