"""Runs the steps of a composite action as GitHub's runner does, as far as that goes without GitHub.

Expressions are evaluated, each `run` is a file for bash with the environment of its step and the files for outputs and
the summary, and a step that fails skips those that do not say `always()`. A step that `uses` an action is noted with its
inputs. Source: GitHub's "Evaluate expressions" and "Variables reference", and the script in `ScriptHandler` of
actions/runner.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|[\w.-]+|==|!=|&&|\|\||[(),])")


@dataclass
class Run:
    """What became of an action: the outcome and the log of each step by its name, outputs, summary, uploads."""

    outcomes: dict[str, str] = field(default_factory=dict)
    logs: dict[str, str] = field(default_factory=dict)
    used: dict[str, dict[str, str]] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""

    @property
    def failed(self) -> list[str]:
        return [name for name, outcome in self.outcomes.items() if outcome == "failure"]


class Expression:
    """The value of one expression, such as `inputs.diff == 'true' && always()`."""

    def __init__(self, text: str, contexts: dict[str, Any]) -> None:
        self.tokens = _TOKEN.findall(text)
        assert "".join(self.tokens) == re.sub(r"\s+(?=(?:[^']*'[^']*')*[^']*$)", "", text), text
        self.contexts = contexts
        self.called: list[str] = []

    def value(self) -> Any:
        found = self._either()
        assert not self.tokens
        return found

    def _either(self) -> Any:
        found = self._both()
        while self._next("||"):
            other = self._both()
            found = found or other
        return found

    def _both(self) -> Any:
        found = self._compared()
        while self._next("&&"):
            other = self._compared()
            found = found and other
        return found

    def _compared(self) -> Any:
        found = self._one()
        for sign, equal in (("==", True), ("!=", False)):
            if self._next(sign):
                return (str(found).lower() == str(self._one()).lower()) is equal
        return found

    def _one(self) -> Any:
        token = self.tokens.pop(0)
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if not self._next("("):
            return self._looked_up(token)
        arguments = []
        while not self._next(")"):
            arguments.append(self._either())
            self._next(",")
        if token == "format":
            return arguments[0].format(*arguments[1:])
        self.called.append(token)
        return self.contexts["status"][token]

    def _next(self, token: str) -> bool:
        if self.tokens[:1] == [token]:
            del self.tokens[0]
            return True
        return False

    def _looked_up(self, path: str) -> Any:
        value: Any = self.contexts
        for key in path.split("."):
            value = value.get(key, "") if isinstance(value, dict) else ""
        return value


def filled(text: str, contexts: dict[str, Any]) -> str:
    """Return a text with the values of the expressions in it."""
    return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda found: str(Expression(found[1], contexts).value()), text)


def run_action(
    folder: Path,
    workspace: Path,
    temporary: Path,
    inputs: dict[str, str] | None = None,
    github: dict[str, Any] | None = None,
    *,
    installed: Path | None = None,
    path: Path | None = None,
) -> Run:
    """Run the action in `folder`; `installed` is the Python of an environment with cvgen, in place of an installation.

    Programs in the folder `path` come before those of the system.
    """
    action = yaml.safe_load((folder / "action.yml").read_text(encoding="utf-8"))
    event = {"event_name": "push", "ref_type": "branch", "ref_name": "main", "token": "secret", **(github or {})}
    contexts: dict[str, Any] = {"github": event, "steps": {}}
    assert {*(inputs or {})} <= {*action["inputs"]}
    defaults = {name: filled(str(one.get("default", "")), contexts) for name, one in action["inputs"].items()}
    contexts["inputs"] = defaults | (inputs or {})
    if installed:
        contexts["steps"]["install"] = {
            "outputs": {"cvgen": str(installed.with_name("cvgen")), "python": str(installed)}
        }
    run = Run()
    temporary.mkdir(exist_ok=True)
    summary = temporary / "summary.md"
    summary.write_text("")
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
    surroundings |= {
        "GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(folder), "GITHUB_WORKSPACE": str(workspace),
        "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(temporary / "output"),
        "RUNNER_TEMP": str(temporary), "GITHUB_EVENT_NAME": event["event_name"], "CI": "true",
        "GITHUB_REPOSITORY": "ada/cv", "GITHUB_SERVER_URL": "https://github.com", "RUNNER_OS": "Linux",
    }  # fmt: skip
    if path:
        surroundings["PATH"] = f"{path}{os.pathsep}{surroundings['PATH']}"
    for step in action["runs"]["steps"]:
        _take(step, contexts, run, workspace, surroundings, installed is not None)
    run.outputs = {name: filled(one["value"], contexts) for name, one in action["outputs"].items()}
    run.summary = summary.read_text(encoding="utf-8")
    return run


def _take(
    step: dict[str, Any], contexts: dict[str, Any], run: Run, workspace: Path, surroundings: dict[str, str], ready: bool
) -> None:
    """Take one step, and note what became of it."""
    contexts["status"] = {"always": True, "success": not run.failed, "failure": bool(run.failed)}
    condition = Expression(step.get("if", "success()"), contexts)
    wanted = condition.value()
    if not condition.called:  # else the condition says itself after which steps it holds
        wanted = wanted and not run.failed
    key = step.get("id", step["name"])
    if ready and key == "install":
        return
    state = contexts["steps"].setdefault(key, {"outputs": {}})
    if not wanted:
        run.outcomes[step["name"]] = state["outcome"] = "skipped"
        return
    run.outcomes[step["name"]] = state["outcome"] = "success"
    if "uses" in step:
        run.used[step["uses"].partition("@")[0]] = {k: filled(str(v), contexts) for k, v in step["with"].items()}
        if key == "python":
            state["outputs"] = {"python-path": sys.executable}
        return
    assert step["shell"] == "bash"
    assert "${{" not in step["run"], "an expression in a script is a way in for whoever writes its value"
    outputs = Path(surroundings["GITHUB_OUTPUT"])
    outputs.write_text("")
    script = outputs.with_name("step.sh")
    script.write_text(step["run"], encoding="utf-8")
    environment = surroundings | {name: filled(str(value), contexts) for name, value in step.get("env", {}).items()}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
        cwd=workspace, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    run.logs[step["name"]] = done.stdout.decode()
    state["outputs"] = read_outputs(outputs.read_text(encoding="utf-8"))
    if done.returncode:
        run.outcomes[step["name"]] = state["outcome"] = "failure"


def read_outputs(text: str) -> dict[str, str]:
    """Return the outputs in the file of a step: `name=value`, or `name<<END`, lines, `END`."""
    found = {}
    lines = iter(text.split("\n"))
    for line in lines:
        if name := re.fullmatch(r"([\w-]+)<<(.+)", line):
            value = []
            while (one := next(lines)) != name[2]:
                value.append(one)
            found[name[1]] = "\n".join(value)
        elif line:
            key, _, found_value = line.partition("=")
            found[key] = found_value
    return found
