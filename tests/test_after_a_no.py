"""The one line after a no, from outside: `update` says it once, and only to a person."""

from tests.command_line import run

NOTE = (
    "---\ntype: application\ncompany: Acme\nstatus: {status}\ninterviewed: 2026-11-16\n{more}---\n"
)
TODAY = ("--today", "2026-11-20")


def test_update_says_it_once_and_neither_a_dry_run_nor_json_nor_quiet_does(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    path = tmp_path / "Acme.md"
    path.write_text(NOTE.format(status="rejected", more="decided: 2026-11-19\n"), encoding="utf-8")
    fresh = path.read_bytes()
    line = "Acme said no. Nothing is due before Sunday 22 November: "
    for options in (["--dry-run"], ["--check"], ["-q"], ["--json"], []):
        path.write_bytes(fresh)
        done = run("update", "--vault", tmp_path, *TODAY, *options)
        assert (line in done.stderr.decode()) == (options == []), options
        assert line not in done.stdout.decode()
    assert line not in run("update", "--vault", tmp_path, *TODAY).stderr.decode()
