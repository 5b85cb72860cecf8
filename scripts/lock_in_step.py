"""Says whether requirements.lock pins what pyproject.toml asks for; needs no network."""

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
NEVER = "nvidia-nccl"  # xgboost's companion for several GPUs: overridden away in pyproject.toml


def wanted(pyproject: str) -> list[Requirement]:
    """What the project and its developers ask for."""
    project = tomllib.loads(pyproject)["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["dev"]
    return [Requirement(line) for line in lines]


def pinned(lock: str) -> list[Requirement]:
    """The lock's entries, one for each version and marker."""
    lines = re.findall(r"^(\w.*?) \\$", lock, flags=re.MULTILINE)
    return [Requirement(line) for line in lines]


def problems(pyproject: str, lock: str) -> list[str]:
    """Each thing that is out of step, as a line to read."""
    found = []
    versions: dict[str, list[str]] = {}
    for entry in pinned(lock):
        name = canonicalize_name(entry.name)
        versions.setdefault(name, []).extend(
            s.version for s in entry.specifier if s.operator == "=="
        )
        if name.startswith(NEVER) and (entry.marker is None or entry.marker.evaluate()):
            found.append(f"{name} is in the lock, and would be installed")
    for ask in wanted(pyproject):
        pins = versions.get(canonicalize_name(ask.name), [])
        if not pins:
            found.append(f"{ask} is not in the lock")
        found += [f"{ask} is pinned to {pin}" for pin in pins if not ask.specifier.contains(pin)]
    bare = [line for line in lock.splitlines() if line[:1].strip() and not line.endswith(" \\")]
    found += [f"{line} has no hash in the lock" for line in bare]
    if "://" in lock:
        found.append("the lock holds an address; make it with scripts/lock")
    return found


def main() -> int:
    """Print what is out of step; 1 where something is."""
    found = problems(
        (ROOT / "pyproject.toml").read_text(encoding="utf-8"),
        (ROOT / "requirements.lock").read_text(encoding="utf-8"),
    )
    for line in found:
        sys.stderr.write(f"{line}\n")
    if not found:
        sys.stdout.write("requirements.lock is in step with pyproject.toml\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
