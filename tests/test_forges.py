"""What a fork gets with .github/ and .gitlab-ci.yml: commands that exist, and few rights."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import typed
from tests.conftest import ROOT

GITHUB = yaml.safe_load((ROOT / ".github/workflows/checks.yml").read_text(encoding="utf-8"))
GITLAB = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
TEMPLATES = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml"))
STEPS = [step for job in GITHUB["jobs"].values() for step in job["steps"]]
OURS = re.compile(r"(?:make|dvc|python -m) [^|&;\n>]*[^|&;\n> ]")


def ours(text: str) -> list[str]:
    """The commands of a script that are ours."""
    return OURS.findall(text.replace('"$BASE"', "HEAD").replace(".venv/bin/", ""))


def scripts(jobs: dict[str, Any]) -> list[str]:
    return [line for job in jobs.values() for line in job.get("script", ())]


def test_both_forges_lint_test_and_compute_the_results_again() -> None:
    at_github = ours("\n".join(step.get("run", "") for step in STEPS))
    jobs = {name: job for name, job in GITLAB.items() if isinstance(job, dict)}
    at_gitlab = ours("\n".join(scripts(jobs)).replace('"$CI_MERGE_REQUEST_DIFF_BASE_SHA"', "HEAD"))
    wanted = [
        "make lint", "make test", "make repro FROM=logits", "python -m tools.compare HEAD --md",
        "python -m tools.verify --workspace",
    ]  # fmt: skip
    assert at_github == wanted
    assert at_gitlab == wanted


@pytest.mark.filterwarnings("default")  # it is run in this process, after other imports
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_what_a_maintainer_asks_for_can_be_typed(path: Path) -> None:
    fields = yaml.safe_load(path.read_text(encoding="utf-8"))["body"]
    asked = ours("\n".join(field["attributes"].get("value", "") for field in fields))
    assert asked
    for command in asked:
        typed.check(shlex.split(command))


def test_actions_are_pinned_by_commit_and_keep_no_credentials() -> None:
    used = [step for step in STEPS if "uses" in step]
    assert len(used) == 6
    for step in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
        if "checkout" in step["uses"]:
            assert step["with"]["persist-credentials"] is False


def test_only_the_job_that_comments_may_write_and_it_runs_no_code() -> None:
    assert GITHUB["permissions"] == {"contents": "read"}
    rights = {name: job.get("permissions") for name, job in GITHUB["jobs"].items()}
    none = dict.fromkeys(("lint", "test", "results"))
    assert rights == {**none, "comment": {"pull-requests": "write"}}
    (step,) = GITHUB["jobs"]["comment"]["steps"]
    assert "uses" not in step
    assert "pull_request_target" not in GITHUB[True]  # YAML reads `on` as true


def test_no_text_of_a_stranger_is_put_into_a_script() -> None:
    """${{ … }} in `run` would be pasted before the shell reads it; in `env` it is a value."""
    assert [step["run"] for step in STEPS if "${{" in step.get("run", "")] == []
