"""format.md section 4: while one watches, every other command works beside it; a second watch exits 3."""

from pathlib import Path

from tests.reported.test_small_faults import NOTE, run
from tests.reported.watching import Watcher, until


def test_every_other_command_works_beside_a_watcher(tmp_path: Path) -> None:
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n[watch]\nsettle = 0.1\n", encoding="utf-8")
    (tmp_path / "Acme.md").write_text(NOTE, encoding="utf-8")
    with Watcher(tmp_path):
        assert until(lambda: b"vaultkit:end" in (tmp_path / "Acme.md").read_bytes())
        second = run(tmp_path, "watch")
        assert second.returncode == 3
        assert "watching this vault already" in second.stderr
        for command in (
            ["update"],
            ["due"],
            ["done", "Acme#reflect"],
            ["review"],
            ["new", "Globex", "Analyst"],
            ["check"],
            ["undo"],
            [],
        ):
            done = run(tmp_path, *command)
            assert done.returncode == 0, (command, done.stderr)
        (tmp_path / "Initech.md").write_text(NOTE.replace("Acme", "Initech"), encoding="utf-8")
        assert until(lambda: b"vaultkit:end" in (tmp_path / "Initech.md").read_bytes())
