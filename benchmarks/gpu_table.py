"""The table of benchmarks.gpu."""

import os
import sys
from typing import Any


def describe_machine(device: Any) -> str:
    """Everything the figures depend on, in one line."""
    import torch
    import torchvision

    from stages.infer import hardware

    return (
        f"{hardware.name_device(device)}, {os.cpu_count()} cores; torch {torch.__version__}, "
        f"torchvision {torchvision.__version__}, Python {sys.version.split()[0]}"
    )


def to_markdown(report: dict[str, Any]) -> str:
    """The machine, a row for each way, the limits."""
    rows = report["rows"]
    lines = [
        f"{report['machine']}; {report['images']:,} images, repeated for at least "
        f"{report['seconds']:g} s each way; batches of {report['batch']}",
        "" if report["real"] else "\nRandom weights and noise: data/ is not complete here.",
        "| way | images/s | times the notebook's | GPU busy | to prepare, s | largest difference "
        "to the CPU's logits | same top-1 class | accuracy, predictions changed |",
        "|---|--:|--:|--:|--:|--:|--:|---|",
    ]
    for row in rows:
        busy = "–" if row["busy"] is None else f"{row['busy']:.0%}"
        told = ", ".join(
            f"{name} {value:.1%}, {row['changed'][name]}"
            for name, value in row["accuracies"].items()
        )
        lines.append(
            f"| {row['name']} | {row['rate']:,.0f} | {row['rate'] / rows[0]['rate']:.2f} | {busy} "
            f"| {row['prepared']:.1f} | {row['difference']:.2g} | {row['agreement']:.2%} "
            f"| {told or '–'} |"
        )
    limits = [f"{name} {value:.3g}" for name, value in report["limits"].items()]
    failed = [f"- not measured: {text}" for text in report["failures"]]
    return "\n".join([*lines, "", f"Limits: {'; '.join(limits)}.", *failed])
