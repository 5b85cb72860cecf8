"""The environment variables of the settings class, found by walking its fields."""

from collections.abc import Iterator

from pydantic import BaseModel

from haat.core.settings import Settings

PREFIX = "HAAT_"


def _walk(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _walk(kind, f"{prefix}{name.upper()}__")
        else:
            yield prefix + (field.alias or name).upper()


def setting_names() -> list[str]:
    """`HAAT_DATA_DIR`, `HAAT_DATABASE__URL`, … in the order of the class."""
    return list(_walk(Settings, PREFIX))
