"""Says whether the locks pin what pyproject.toml asks for; needs no network."""

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = {"dask": "requirements-dask.lock", "deep": "requirements-deep.lock"}
NEVER = "nvidia-nccl"  # xgboost's companion for several GPUs: overridden away in pyproject.toml


def wanted(pyproject: str, extra: str | None = None) -> list[Requirement]:
    """What the project and its developers ask for; or what one of its extras adds."""
    project = tomllib.loads(pyproject)["project"]
    extras = project["optional-dependencies"]
    lines = project["dependencies"] + extras["dev"] if extra is None else extras[extra]
    return [Requirement(line) for line in lines]


def pinned(lock: str) -> list[Requirement]:
    """The lock's entries, one for each version and marker."""
    lines = re.findall(r"^(\w.*?) \\$", lock, flags=re.MULTILINE)
    return [Requirement(line) for line in lines]


def pins(lock: str) -> dict[str, list[str]]:
    """The versions of each package in the lock, by name."""
    found: dict[str, list[str]] = {}
    for entry in pinned(lock):
        versions = [s.version for s in entry.specifier if s.operator == "=="]
        found.setdefault(canonicalize_name(entry.name), []).extend(versions)
    return found


def problems(pyproject: str, lock: str, extra: str | None = None) -> list[str]:
    """Each thing that is out of step, as a line to read."""
    found = []
    for entry in pinned(lock):
        name = canonicalize_name(entry.name)
        if name.startswith(NEVER) and (entry.marker is None or entry.marker.evaluate()):
            found.append(f"{name} is in the lock, and would be installed")
    versions = pins(lock)
    for ask in wanted(pyproject, extra):
        has = versions.get(canonicalize_name(ask.name), [])
        if not has:
            found.append(f"{ask} is not in the lock")
        found += [f"{ask} is pinned to {pin}" for pin in has if not ask.specifier.contains(pin)]
    bare = [line for line in lock.splitlines() if line[:1].strip() and not line.endswith(" \\")]
    found += [f"{line} has no hash in the lock" for line in bare]
    if "://" in lock:
        found.append("the lock holds an address; make it with scripts/lock")
    return found


def parted(lock: str, added: str) -> list[str]:
    """What an extra's lock would replace of what is installed by the first."""
    first = pins(lock)
    return [
        f"{name} is pinned to {', '.join(versions)}, and to {', '.join(first[name])} elsewhere"
        for name, versions in pins(added).items()
        if name in first and set(versions) != set(first[name])
    ]


def main() -> int:
    """Print what is out of step; 1 where something is."""
    pyproject, lock, *added = (
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("pyproject.toml", "requirements.lock", *EXTRAS.values())
    )
    found = problems(pyproject, lock)
    for extra, its_lock in zip(EXTRAS, added, strict=True):
        found += [*problems(pyproject, its_lock, extra), *parted(lock, its_lock)]
    for line in found:
        sys.stderr.write(f"{line}\n")
    if not found:
        sys.stdout.write("the locks are in step with pyproject.toml\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
