"""The container files are well formed and name only what exists, since no engine runs where the tests run."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.setting_names import setting_names

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SERVICE_KEYS = {  # those of the Compose specification that are used here, with the type each must have
    "build": str,
    "command": list,
    "depends_on": dict,
    "env_file": list,
    "environment": dict,
    "healthcheck": dict,
    "image": str,
    "ports": list,
    "restart": str,
    "volumes": list,
}
HEALTH_KEYS = {"test", "interval", "timeout", "retries", "start_period", "disable"}
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}
INSTRUCTIONS = {
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "RUN",
    "USER",
    "VOLUME",
    "WORKDIR",
}


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile as (instruction, rest), continued lines joined, comments left out."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    pairs = [line.partition(" ") for line in text.splitlines() if line.strip()]
    return [(word, " ".join(rest.split())) for word, _, rest in pairs]


def rests(word: str) -> list[str]:
    return [rest for found, rest in instructions() if found == word]


def test_compose_has_the_four_services() -> None:
    assert set(SERVICES) == {"app", "worker", "postgres", "qdrant"}
    assert {key for key in COMPOSE if not key.startswith("x-")} == {"services", "volumes"}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_is_well_formed(name: str) -> None:
    service = SERVICES[name]
    assert set(service) <= set(SERVICE_KEYS)
    assert all(isinstance(value, SERVICE_KEYS[key]) for key, value in service.items())
    assert set(service.get("healthcheck", {})) <= HEALTH_KEYS
    assert all(isinstance(value, str) for value in service.get("environment", {}).values())
    for other, how in service.get("depends_on", {}).items():
        assert how["condition"] in CONDITIONS
        assert how["condition"] != "service_healthy" or "test" in SERVICES[other]["healthcheck"]
    named = [volume.split(":")[0] for volume in service.get("volumes", [])]
    assert set(named) <= set(COMPOSE["volumes"])


@pytest.mark.parametrize("name", ["app", "worker"])
def test_compose_sets_only_what_the_settings_know(name: str) -> None:
    given = set(SERVICES[name]["environment"])
    assert given
    assert given <= set(setting_names())


def test_compose_points_at_its_own_services() -> None:
    environment = SERVICES["app"]["environment"]
    for key in ("HAAT_DATABASE__URL", "HAAT_QDRANT__URL"):
        host = re.search(r"://(?:[^@/]*@)?([a-z]+):\d+", environment[key])
        assert host
        assert host[1] in SERVICES


def test_no_secret_stands_in_compose() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for line in re.findall(r"^.*(?:PASSWORD|SECRET|KEY|TOKEN).*$", text, flags=re.MULTILINE):
        assert "${" in line or line.startswith("#")


def test_the_commands_of_compose_are_commands_of_haat() -> None:
    source = (ROOT / "app/cli.py").read_text(encoding="utf-8")
    for name in ("app", "worker"):
        assert re.search(rf"^def {SERVICES[name]['command'][0]}\(", source, flags=re.MULTILINE)


def test_the_dockerfile_is_well_formed() -> None:
    found = instructions()
    assert found[0][0] == "FROM"
    assert {word for word, _ in found} <= INSTRUCTIONS
    for word in ("CMD", "ENTRYPOINT"):
        assert all(isinstance(yaml.safe_load(rest), list) for rest in rests(word))


def test_the_image_is_built_in_stages_that_exist() -> None:
    stages = re.findall(r" AS (\w+)$", "\n".join(rests("FROM")), flags=re.MULTILINE)
    copied = re.findall(r"--from=(\w+)", "\n".join(rests("COPY")))
    assert copied
    assert set(copied) <= set(stages)


def test_what_is_copied_into_the_image_exists() -> None:
    local = [rest.split()[:-1] for rest in rests("COPY") if "--from" not in rest]
    assert all((ROOT / source).exists() for sources in local for source in sources)
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = [line.removeprefix("!") for line in ignore if line.startswith("!")]
    assert kept
    assert all((ROOT / name).exists() for name in kept)


def test_the_image_runs_as_nobody_special_and_tells_its_health() -> None:
    words = [word for word, _ in instructions()]
    assert rests("USER")[-1] not in {"root", "0"}
    assert words.index("USER") < words.index("CMD")
    assert "/healthz" in rests("HEALTHCHECK")[0]


def test_the_image_sets_only_what_the_settings_know() -> None:
    given = set(re.findall(r"\b(HAAT_\w+)=", " ".join(rests("ENV"))))
    assert given
    assert given <= set(setting_names())


def test_hosted_checks_call_our_own_script() -> None:
    text = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(text)["jobs"]["check-and-test"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [".ci/run"]
