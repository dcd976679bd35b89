"""What a reviewer reads."""

from math import inf

from tools.verify import table
from tools.verify.checks import Check

CHECKS = [
    Check("metrics/net", "metrics/net/a.json", "difference of accuracy", 0.001, 0.0021, "…"),
    Check("metrics/net", "metrics/net/b.json", "difference of accuracy", 0.0, 0.0021, "…"),
    Check("data/labels", "data/labels/test.npy", "labels that differ", 0, 0, ""),
]


def test_a_row_shows_the_worst_of_its_files_and_the_verdict() -> None:
    assert table.render("this against that", CHECKS, ["data/logits/net"], ["A note."]) == (
        "this against that\n"
        "\n"
        "where            checks  what                    largest  allowed  verdict\n"
        "metrics/net           2  difference of accuracy    0.001   0.0021  ok\n"
        "data/labels           1  labels that differ            0        0  ok\n"
        "data/logits/net                                                    not verified\n"
        "\n"
        "A note.\n"
        "All 3 checks are within the tolerances.\n"
    )


def test_every_mismatch_is_named_with_both_values() -> None:
    wrong = [
        Check("metrics/net", "metrics/net/c.json", "difference of accuracy", 0.1, 0.0021, "both"),
        Check("metrics/net", "metrics/net/d.json", "difference of accuracy", inf, 0.0021, "gone"),
    ]
    lines = table.render("", [*CHECKS, *wrong], [], []).splitlines()
    assert lines[-3:] == [
        "MISMATCH metrics/net/c.json: difference of accuracy 0.1 (allowed 0.0021): both",
        "MISMATCH metrics/net/d.json: difference of accuracy - (allowed 0.0021): gone",
        "2 of 5 checks failed.",
    ]
    assert lines[3].split()[-1] == "MISMATCH"
    assert lines[4].split()[-1] == "ok"
