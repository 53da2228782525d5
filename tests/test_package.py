"""The built wheel carries all of the template, and works where nothing of the checkout is."""

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.systems import ON_WINDOWS

ROOT = Path(__file__).parent.parent
TEMPLATE = {
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "vault_template").rglob("*")
    if path.is_file()
}

TWINS = {
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "vaultkit" / "playbook" / "vaults").rglob("*")
    if path.is_file()
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    for tool in ("build", "hatchling"):
        pytest.importorskip(tool)
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def test_the_wheel_and_the_sdist_carry_all_of_the_template(built):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    assert {f"vaultkit/{name}" for name in TEMPLATE} | TWINS <= names
    assert "vaultkit/py.typed" in names
    assert "vaultkit/playbook/rules/3-after-a-no.toml" in names
    assert {"vaultkit/schemas/due.json", "vaultkit/shells/_vaultkit"} <= names
    assert any(name.endswith("share/man/man1/vaultkit.1") for name in names)
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        inside = {name.partition("/")[2] for name in sdist.getnames()}
    assert inside >= TEMPLATE | TWINS
    assert {"README.md", "LICENSE", "tests/test_package.py"} <= inside


def test_the_installed_wheel_makes_a_vault(built, tmp_path):
    """Dependencies come from the environment that runs the tests; vaultkit itself only from the wheel."""
    venv.create(tmp_path / "env", with_pip=True)
    programs = tmp_path / "env" / ("Scripts" if ON_WINDOWS else "bin")
    python = programs / "python"
    wheel = next(built.glob("*.whl"))
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel], check=True
    )
    site = subprocess.run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], check=True,
                          capture_output=True, text=True).stdout.strip()  # fmt: skip
    borrowed = tmp_path / "borrowed"
    borrowed.mkdir()
    for place in {Path(path) for path in sys.path if path.endswith("site-packages")}:
        for entry in place.iterdir():
            if "vaultkit" not in entry.name and not (borrowed / entry.name).exists():
                (borrowed / entry.name).symlink_to(entry)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([site, str(borrowed)])}
    command = [
        programs / "vaultkit",
        "init",
        tmp_path / "vault",
        "--today",
        "2026-11-24",
    ]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, env=env)
    made = {
        path.relative_to(tmp_path / "vault").as_posix()
        for path in (tmp_path / "vault").rglob("*")
        if path.is_file()
    }
    expected = {
        name.removeprefix("vault_template/") for name in TEMPLATE if "/Reviews/" not in name
    }
    assert made == expected | {"Reviews/2026-W48.md"}
