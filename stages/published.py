"""The committed results of every strategy as one table, installed or in a checkout."""

from pathlib import Path
from typing import TYPE_CHECKING

from .core import files, paths
from .core.errors import DataError

if TYPE_CHECKING:
    import pandas

INSTALLED = Path(__file__).with_name("metrics")  # the wheel's copy of the checkout's metrics/


def read_results() -> "pandas.DataFrame":
    """One row a strategy: backbone, kind, strategy, and the six numbers of metrics/, in [0, 1].

    accuracy on the test images with its Wilson interval, accuracy_low to accuracy_high; macro_f1
    and answered_share there; dev_accuracy on the training images, by which a strategy is chosen
    (NaN without any; then by accuracy). In each kind the one to choose comes first. Results of the
    product-quantised networks (resnet50-pqf) are for non-commercial use only: LICENSES.md.
    """
    import pandas  # 0.3 s, and mapping does without

    folder = INSTALLED if INSTALLED.is_dir() else paths.METRICS
    rows = [
        {"backbone": path.parts[-3], "kind": path.parts[-2], "strategy": path.stem}
        | files.read_json(path)
        for path in sorted(folder.glob("*/*/*.json"))
    ]
    if not rows:
        raise DataError(f"{folder.absolute()} holds no results. Run in the checkout: dvc repro")
    frame = pandas.DataFrame(rows)
    choice = frame["accuracy"]
    if "dev_accuracy" in frame:
        choice = frame["dev_accuracy"].fillna(choice)
    ordered = frame.assign(choice=choice).sort_values(
        ["backbone", "kind", "choice", "strategy"], ascending=[True, True, False, True]
    )
    return ordered.drop(columns="choice").reset_index(drop=True)
