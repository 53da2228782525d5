"""What the build server is allowed, and what it runs: the same command as everybody."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
WORKFLOWS = {file.name: yaml.safe_load(file.read_text("utf-8")) for file in FILES}
JOBS = {
    f"{name}/{job}": WORKFLOWS[name]["jobs"][job]
    for name in WORKFLOWS
    for job in WORKFLOWS[name]["jobs"]
}
STEPS = [step for job in JOBS.values() for step in job["steps"]]
USES = [step for step in STEPS if "uses" in step]
PINNED = re.compile(r"^ *- uses: [\w-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def test_there_is_one():
    assert [*WORKFLOWS] == ["tests.yml"]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_it_may_read_the_code_and_nothing_else(name):
    assert WORKFLOWS[name]["permissions"] == {"contents": "read"}
    assert [job for job in WORKFLOWS[name]["jobs"].values() if "permissions" in job] == []
    text = (ROOT / ".github" / "workflows" / name).read_text("utf-8")
    assert "secrets." not in text
    assert "pull_request_target" not in text  # which runs a stranger's code with our rights


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_action_is_pinned_to_a_commit_and_says_which_version_that_is(file):
    lines = [line for line in file.read_text("utf-8").splitlines() if "uses:" in line]
    assert [line for line in lines if not PINNED.match(line)] == []
    assert {step["uses"].split("@")[0] for step in USES} == {
        "actions/checkout",
        "actions/setup-python",
    }
    versions = {line.split("uses: ")[1] for line in lines}
    assert len(versions) == 2, "one version of each"


def test_no_token_is_left_in_a_checkout():
    for step in USES:
        if step["uses"].startswith("actions/checkout@"):
            assert step["with"] == {"persist-credentials": False}


def test_only_the_commands_that_everybody_has_are_run():
    commands = {step["run"] for step in STEPS if "run" in step}
    assert commands == {".ci/run", ".ci/lowest", ".ci/docs"}
    assert [step for step in STEPS if "${{" in str(step.get("run"))] == []


def test_every_system_and_python_that_is_promised_is_tested():
    matrix = JOBS["tests.yml/tests"]["strategy"]["matrix"]
    assert {re.sub(r"-.*", "", name) for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    classifiers = (ROOT / "pyproject.toml").read_text("utf-8")
    assert matrix["python"] == re.findall(r"Python :: (3\.\d+)", classifiers)
    assert JOBS["tests.yml/tests"]["defaults"]["run"]["shell"] == "bash"
    assert JOBS["tests.yml/lowest"]["steps"][1]["with"]["python-version"] == matrix["python"][0]


@pytest.mark.parametrize("job", JOBS)
def test_no_job_runs_for_ever(job):
    assert JOBS[job]["timeout-minutes"] <= 60


def test_a_checkout_changes_no_line_s_end():
    assert "* -text" in (ROOT / ".gitattributes").read_text("utf-8").splitlines()
