"""The laws of docs/architecture.md, read off the code's own imports."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "vaultkit"
MODULES = sorted(PACKAGE.rglob("*.py"))
PURE = [path for path in MODULES if path.relative_to(PACKAGE).parts[0] in ("core", "formats")]
WORLD = {"os", "io", "pathlib", "sys", "time", "random", "locale", "socket", "subprocess", "shutil", "tempfile", "glob",
         "urllib.request", "http", "secrets", "threading", "signal", "logging"}  # fmt: skip
NETWORK = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "asyncio"}
ONE_DOOR = {"frontmatter": {"core/front_matter/yaml_text"}, "yaml": {"core/front_matter/yaml_text"}, "watchdog": {"watch/events", "watch/source"},
            "typer": {"cli/command"}, "rich": {"cli/tables"}}  # fmt: skip
CLOCKS = {"today", "now", "utcnow"}


def name_of(path):
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


def imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


@pytest.mark.parametrize("path", PURE, ids=name_of)
def test_the_core_and_the_formats_do_not_touch_the_world(path):
    assert set(imports(path)) & WORLD == set()
    assert set(calls(path)) & ({"print", "open", "input", "eval", "exec", "__import__"} | CLOCKS) == set()
    inner = {name for name in imports(path) if name.startswith("vaultkit.")}
    assert all(name.startswith(("vaultkit.core", "vaultkit.formats")) for name in inner)


@pytest.mark.parametrize("path", [path for path in PURE if "core" in path.parts], ids=name_of)
def test_the_core_knows_no_format(path):
    assert not any(name.startswith("vaultkit.formats") for name in imports(path))


@pytest.mark.parametrize("package", ONE_DOOR)
def test_each_library_has_one_door(package):
    users = {name_of(path) for path in MODULES for name in imports(path) if name.split(".")[0] == package}
    assert users <= ONE_DOOR[package]
    assert users


def test_nothing_reaches_the_network_or_runs_what_a_vault_says():
    for path in MODULES:
        assert set(imports(path)) & NETWORK == set(), path
        assert set(calls(path)) & {"eval", "exec", "system", "popen"} == set(), path


def test_programs_are_run_in_one_module():
    assert {name_of(path) for path in MODULES if "subprocess" in set(imports(path))} == {"history"}


BEGINNINGS = {"recover": {"begin"}, "journal.run": {"begin", "disk/recovery"}}
"""Who may mend what a crash left, and who may open a run on a journal: a recovery is a run, too."""


@pytest.mark.parametrize("call", BEGINNINGS)
def test_nobody_else_begins_to_write(call):
    users = {name_of(path) for path in MODULES if call in set(_calls_on_a_journal(path))}
    assert users == BEGINNINGS[call]


def _calls_on_a_journal(path):
    """Yield what is called by its bare name, or on something that is called a journal."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            yield node.func.id
        elif "journal" in ast.unparse(getattr(node.func, "value", node.func)):
            yield f"journal.{node.func.attr}"


def test_only_the_write_path_and_what_begins_in_one_place_is_handed_a_run():
    """Whoever writes a note needs a run, and a run is only to be had from ``begin``."""
    makers = {name_of(path) for path in MODULES if "Run" in set(calls(path))}
    assert makers == {"journal"}


def test_the_day_is_read_in_one_place():
    readers = {name_of(path) for path in MODULES if "today" in set(calls(path))}
    assert readers == {"cli/session"}


def test_nobody_above_the_command_line_imports_it():
    for path in MODULES:
        if path.relative_to(PACKAGE).parts[0] not in ("cli", "__main__.py"):
            assert not any(name.startswith("vaultkit.cli") for name in imports(path)), path


def test_no_import_runs_in_a_circle():
    known = {f"vaultkit.{name_of(path).replace('/', '.').removesuffix('.__init__')}": path for path in MODULES}
    uses = {
        name: {other for other in imports(path) if other in known and other != name} for name, path in known.items()
    }
    done: set[str] = set()

    def visit(name, above):
        assert name not in above, " → ".join([*above, name])
        if name not in done:
            for other in sorted(uses[name]):
                visit(other, [*above, name])
            done.add(name)

    for name in sorted(known):
        visit(name, [])


def test_files_stay_small():
    assert {name_of(path) for path in MODULES if len(path.read_text("utf-8").split("\n")) > 335} == set()
