"""The files under deploy/ for Prometheus and Grafana: valid, and about metrics that there are."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from prometheus_client import CollectorRegistry, ProcessCollector

import listener
import web.app
from bot.metrics import Metrics
from sandbox.settings import SandboxSettings
from scripts import tools
from scripts.shop import setup
from scripts.shop.config import Config
from settings import BotSettings, PageSettings
from tests.support import REPOSITORY

DEPLOY = REPOSITORY / "deploy"
RULES = DEPLOY / "prometheus" / "alerts.yml"
DASHBOARD: dict[str, Any] = json.loads((DEPLOY / "grafana" / "tickover.json").read_text())
# Of Prometheus itself, and of node_exporter.
OTHERS = {"up", "node_filesystem_avail_bytes", "node_filesystem_size_bytes"}
_NAME = re.compile(r"\b((?:tickover|process|node)_[a-z_]+|up)\b(?=[\s{=<>)\[]|$)")


def exported() -> set[str]:
    """The names of all time series that the processes have."""
    processes = CollectorRegistry()
    ProcessCollector(registry=processes)
    registries = (
        *(Metrics()._registry, listener.Metrics().registry, web.app.Metrics().registry),
        processes,
    )
    names = OTHERS | of_the_database()
    for registry in registries:
        for metric in registry.collect():
            suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
            names |= {metric.name + suffix for suffix in suffixes.get(metric.type, ("",))}
    return names


def of_the_database() -> set[str]:
    """What ops.metrics says, which processes hand on."""
    definitions = REPOSITORY / "sql/functions/ops/metrics/metric_definitions.sql"
    names = set(re.findall(r"^    \('(tickover_[a-z_]+)',", definitions.read_text(), re.MULTILINE))
    assert len(names) > 20
    return names


def expressions() -> dict[str, str]:
    """By the title of its alert or panel."""
    rules = re.findall(r"- alert: (\w+)\n\s+expr: (.+)", RULES.read_text())
    panels = [
        (panel["title"], target["expr"])
        for panel in DASHBOARD["panels"]
        for target in panel.get("targets", ())
    ]
    assert len(rules) > 10
    assert len(panels) > 10
    return dict([*rules, *panels])


@pytest.mark.parametrize(("title", "expression"), expressions().items(), ids=expressions())
def test_what_is_asked_is_exported(title: str, expression: str) -> None:
    asked = set(_NAME.findall(expression))
    assert asked
    assert asked <= exported()


def test_every_alert_says_what_to_do() -> None:
    text = RULES.read_text()
    alerts = text.count("- alert:")
    assert text.count("action: ") == text.count("summary: ") == alerts
    assert len(re.findall(r"severity: (?:page|ticket)\b", text)) == alerts


@pytest.mark.long
def test_the_rules_are_valid_and_fire_when_they_should(promtool: tools.Program) -> None:
    for arguments in (
        ("check", "rules", "alerts.yml"),
        ("check", "config", "prometheus.yml"),
        ("test", "rules", "alerts_test.yml"),
    ):
        done = run(promtool, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_is_seen_to_fire_and_to_be_over() -> None:
    alerts = set(re.findall(r"- alert: (\w+)", RULES.read_text()))
    tests = RULES.with_name("alerts_test.yml").read_text()
    fired = set(re.findall(r"alertname: (\w+)\n\s+exp_alerts:\n", tests))
    silent = set(re.findall(r"alertname: (\w+)\n\s+exp_alerts: \[\]", tests))
    assert fired == alerts
    assert silent == alerts


def run(program: tools.Program, *arguments: str) -> "subprocess.CompletedProcess[str]":
    folder: Path = RULES.parent
    return subprocess.run(
        [program.path, *arguments],
        cwd=folder,
        env=program.environment(),
        capture_output=True,
        text=True,
    )


def test_processes_are_looked_for_where_they_are(tmp_path: Path) -> None:
    """Where nothing listens, Prometheus would call the process dead for ever."""
    jobs = yaml.safe_load((RULES.parent / "prometheus.yml").read_text())["scrape_configs"]
    targets = {
        it["job_name"].removeprefix("tickover-"): it["static_configs"][0]["targets"] for it in jobs
    }
    del targets["node"]
    ports = {
        "bot": BotSettings.model_fields["port"].default,
        "listener": setup.FIRST_METRICS_PORT,
        "page": PageSettings.model_fields["page_port"].default,
    }
    assert targets == {name: [f"127.0.0.1:{port}"] for name, port in ports.items()}
    taken = {*ports.values(), SandboxSettings.model_fields["sandbox_port"].default}
    assert len(taken) == 4

    services = yaml.safe_load((REPOSITORY / "compose.yaml").read_text())["services"]
    variables = {"bot": "PORT", "listener": "METRICS_PORT", "page": "PAGE_PORT"}
    for name, port in ports.items():
        assert services[name]["ports"] == [f"127.0.0.1:${{{variables[name]}:-{port}}}:{port}"]
    # A unit becomes the program with what it needs of the shop's file.
    config = Config(tmp_path / ".env", {"METRICS_PORT": "9000"})
    assert (
        config.environment_of("listener")
        == config.environment_of("all")
        == {"METRICS_PORT": "9000"}
    )
    inside = services["listener"]["environment"]
    assert inside["METRICS_PORT"] == ports["listener"]
    assert inside["METRICS_HOST"] == "0.0.0.0"  # the container's, and published on the loopback


def test_panels_do_not_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert at["x"] + at["w"] <= 24
        assert not cells & taken, panel["title"]
        taken |= cells
