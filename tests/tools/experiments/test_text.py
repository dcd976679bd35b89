"""The table: which parameters it has, what is marked, in which order."""

from tools.experiments.columns import Accuracies, Column, Strategy
from tools.experiments.text import as_markdown, as_table

MEAN, SUM, LDA = (
    Strategy("net", "zero_shot", "mean"),
    Strategy("net", "zero_shot", "sum"),
    Strategy("net", "supervised", "lda"),
)
HEAD = Column(
    "HEAD 1234567",
    {"size": 224, "crop": None, "top": 1},
    {SUM: Accuracies(0.1, 0.095), MEAN: Accuracies(0.5, 0.4), LDA: Accuracies(0.8, 0.7)},
)
LARGE = Column(
    "large",
    {"size": 448, "crop": None},
    {SUM: Accuracies(0.6, 0.5), MEAN: Accuracies(0.5, 0.4), LDA: Accuracies(0.8, 0.7)},
)
WAITS = Column("waits", {"size": 224, "crop": None, "top": 1}, {}, "running")


def test_parameters_that_differ_then_kinds_then_strategies_by_dev_accuracy() -> None:
    assert as_table([HEAD, LARGE, WAITS], only_changes=False) == (
        "dev accuracy (test accuracy) in %; * the best of its kind on dev\n"
        "\n"
        "        HEAD 1234567         large\n"
        "size             224           448\n"
        "top                1             –\n"
        "net, zero_shot\n"
        "  mean   50.0 (40.0)*  50.0 (40.0)\n"
        "  sum    10.0 ( 9.5)   60.0 (50.0)*\n"
        "net, supervised\n"
        "  lda    80.0 (70.0)*  80.0 (70.0)*\n"
        "waits is running (all parameters as before). Run: dvc queue logs -f waits\n"
    )


def test_only_changes_leaves_out_what_is_the_same_in_all_columns() -> None:
    table = as_table([HEAD, LARGE], only_changes=True)
    assert table.endswith("net, zero_shot\n  sum    10.0 ( 9.5)   60.0 (50.0)*\n")


def test_in_markdown_the_best_is_bold() -> None:
    assert as_markdown([HEAD, LARGE, WAITS], only_changes=True) == (
        "dev accuracy (test accuracy) in %; **bold** the best of its kind on dev\n"
        "\n"
        "| kind | strategy | HEAD 1234567 | large |\n"
        "| --- | --- | --: | --: |\n"
        "| parameter | size | 224 | 448 |\n"
        "| parameter | top | 1 | – |\n"
        "| net, zero_shot | sum | 10.0 ( 9.5) | **60.0 (50.0)** |\n"
        "\n"
        "- waits is running (all parameters as before). Run: dvc queue logs -f waits\n"
    )


def test_without_an_experiment_one_line_says_how_to_make_one() -> None:
    for write in (as_table, as_markdown):
        told = write([HEAD], only_changes=False)
        assert told.startswith("HEAD 1234567 has no experiments yet. Make one: dvc exp run ")
        assert told.count("\n") == 1


def test_a_strategy_that_an_experiment_added_has_a_dash_before() -> None:
    new = Column("new", HEAD.params, {MEAN: Accuracies(0.5, 0.4)})
    assert as_table([new, HEAD], only_changes=True).splitlines()[3:] == [
        "net, zero_shot",
        "  sum    –    10.0 ( 9.5)",
        "net, supervised",
        "  lda    –    80.0 (70.0)*",
    ]
