"""Known vulnerabilities in what the lock file pins, by pip-audit: `make lint` runs it.

Exit status 1 where there are any. Where nobody can be asked (no pip-audit, no network, a registry without advisories)
it says so by name and goes on: the versions are then as good as the lock and its review.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
SECONDS = 90
ASKS = ["--requirement", str(LOCK), "--no-deps", "--disable-pip", "--timeout", "5", "--progress-spinner", "off"]


def command() -> list[str] | None:
    """How pip-audit is run here."""
    beside = Path(sys.executable).with_name("pip-audit")
    if beside.exists():
        return [str(beside)]
    uv = shutil.which("uv")
    return [uv, "tool", "run", "--quiet", "pip-audit>=2.7,<3"] if uv else None


def audited() -> tuple[list[dict[str, Any]], str]:
    """What pip-audit says of each dependency, or why nothing."""
    run = command()
    if run is None:
        return [], "neither pip-audit nor uv is installed"
    try:
        ran = subprocess.run(
            [*run, *ASKS, "--format", "json"], capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return [], f"pip-audit took longer than {SECONDS} s"
    try:
        return json.loads(ran.stdout)["dependencies"], ""
    except (ValueError, KeyError):
        said = ran.stderr.strip().splitlines() or ["it said nothing"]
        return [], f"pip-audit: {said[-1][:200]}"


def main() -> int:
    """Say what is known; the exit status."""
    found, why = audited()
    known = [one for one in found if "vulns" in one and not one.get("skip_reason")]
    bad = [f"{one['name']} {one['version']}: {vuln['id']}" for one in known for vuln in one["vulns"]]
    if not known:
        why = why or "the registry has no advisories for them"
        print(f"audit of {LOCK.name} skipped: {why}; the lock and its review stand alone")
    else:
        print(
            f"audit of {LOCK.name}: {len(known)} packages, {len(found) - len(known)} not known, {len(bad)} vulnerable"
        )
    print(*bad, sep="\n", end="\n" if bad else "")
    return int(bool(bad))


if __name__ == "__main__":
    raise SystemExit(main())
