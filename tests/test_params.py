"""Every section of params.yaml refuses values that have no meaning, and says what is allowed."""

from pathlib import Path

import pytest

from stages.core import params
from stages.core.errors import ParamsError
from stages.core.params import Section
from stages.evaluate.params import EvaluateSection
from stages.gallery.params import GalleryParams
from stages.infer.params import InferParams
from stages.map.params import MapParams
from stages.people.params import PeopleParams
from stages.preprocess.params import PreprocessParams
from stages.sensitivity.params import SensitivityParams
from stages.study.params import StudyParams
from tests.conftest import ROOT

TEXT = (ROOT / "params.yaml").read_text(encoding="utf-8")
MODELS: dict[str, type[Section]] = {
    "preprocess": PreprocessParams,
    "infer": InferParams,
    "map": MapParams,
    "evaluate": EvaluateSection,
    "gallery": GalleryParams,
    "sensitivity": SensitivityParams,
    "study": StudyParams,
    "people": PeopleParams,
}


def load(folder: Path, name: str, old: str, new: str) -> Section:
    """A section of our params.yaml, in which the first `old` has become `new`."""
    before, heading, section = TEXT.partition(f"\n{name}:\n")
    assert old in section
    path = folder / "params.yaml"
    path.write_text(before + heading + section.replace(old, new, 1), encoding="utf-8")
    return params.load_section(name, MODELS[name], path)


AT_LEAST = "input should be greater than or equal to"
AT_MOST = "input should be less than or equal to"
WORKERS = "allowed: 'auto', or a whole number from 1 to 1000."
FINITE = "input should be a finite number."


@pytest.mark.parametrize(
    ("section", "old", "new", "message"),
    [
        ("preprocess", "size: 224", "size: 0", f"size is 0; {AT_LEAST} 1."),
        ("preprocess", "size: 224", "size: 4294967296", f"size is 4294967296; {AT_MOST} 4096."),
        ("infer", "chunk: 500", "chunk: 0", f"chunk is 0; {AT_LEAST} 1."),
        ("infer", "chunk: 500", "chunk: 1_000_001", f"chunk is 1000001; {AT_MOST} 1000000."),
        ("infer", "engine: local", "engine: dask", "engine is 'dask'; allowed: 'local' or 'ray'."),
        ("infer", "workers: auto", "workers: 0", f"infer.workers is 0; {WORKERS}"),
        ("infer", "workers: auto", "workers: 1001", f"infer.workers is 1001; {WORKERS}"),
        ("infer", "workers: auto", "workers: 2.5", f"infer.workers is 2.5; {WORKERS}"),
        ("infer", "workers: auto", "workers: all", f"infer.workers is 'all'; {WORKERS}"),
        ("map", "k: 5", "k: 0", f"strategies.vote.k is 0; {AT_LEAST} 1."),
        ("map", "k: 5", "k: 1001", f"strategies.vote.k is 1001; {AT_MOST} 1000."),
        ("map", "seed: 0", "seed: -1", f"cross_fit.seed is -1; {AT_LEAST} 0."),
        ("map", "seed: 0", "seed: 0x1_0000_0000", f"seed is 4294967296; {AT_MOST} 4294967295."),
        ("map", "      seed: 0", "      seed: -1", f"strategies.random.seed is -1; {AT_LEAST} 0."),
        ("map", "gamma: 8.0", "gamma: 0", "taxonomy.gamma is 0; input should be greater than 0."),
        ("map", "gamma: 8.0", "gamma: .inf", f"strategies.taxonomy.gamma is inf; {FINITE}"),
        ("map", "gamma: 8.0", "gamma: 1e7", f"taxonomy.gamma is 10000000.0; {AT_MOST} 1000000."),
        ("map", "smoothing: 1.0", "smoothing: -1", f"bayesian.smoothing is -1; {AT_LEAST} 0."),
        ("map", "smoothing: 1.0", "smoothing: .nan", f"bayesian.smoothing is nan; {FINITE}"),
        (
            "map", "smoothing: 1.0\n      share", "smoothing: 1e400\n      share",
            f"bayesian_plus.smoothing is inf; {FINITE}",
        ),
        (
            "map", "inverse_penalty: 0.01", "inverse_penalty: 1e-320",
            f"linear_probe.inverse_penalty is 1e-320; {AT_LEAST} 0.000001.",
        ),
        (
            "map", "inverse_penalty: 0.01", "inverse_penalty: 1e7",
            f"linear_probe.inverse_penalty is 10000000.0; {AT_MOST} 1000000.",
        ),
        (
            "map", "inverse_penalty: 0.01", "inverse_penalty: .inf",
            f"linear_probe.inverse_penalty is inf; {FINITE}",
        ),
        ("map", "rounds: 20", "rounds: 1e3", "rounds is 1000.0; input should be a valid integer."),
        ("map", "rounds: 20", "rounds: 1001", f"self_train.rounds is 1001; {AT_MOST} 1000."),
        ("map", "naive_substring:", f"{'a' * 101}:", "is no name; allowed: 1 to 100 small letters"),
        ("map", "naive_substring:", "../a:", "strategies.../a"),
        ("evaluate", "confidence: 0.95", "confidence: 1.0", f"is 1.0; {AT_MOST} 0.9999."),
        ("evaluate", "confidence: 0.95", "confidence: 95", f"is 95; {AT_MOST} 0.9999."),
        ("evaluate", "resamples: 2000", "resamples: 1", f"resamples is 1; {AT_LEAST} 100."),
        ("evaluate", "resamples: 2000", "resamples: 1000000000", f"0; {AT_MOST} 100000."),
        ("evaluate", "seed: 0", "seed: -1", f"evaluate.seed is -1; {AT_LEAST} 0."),
        ("evaluate", "bins: 15", "bins: 1000000000", f"bins is 1000000000; {AT_MOST} 1000."),
        ("evaluate", "- 0.1\n", "- 1.0\n", "risks.1 is 1.0; input should be less than 1."),
        ("evaluate", "- 0.1\n", "- 0.05\n", "evaluate.risks: 0.05 stands here twice."),
        ("evaluate", "- 3\n", "- 1\n", f"evaluate.top_k.1 is 1; {AT_LEAST} 2."),
        ("evaluate", "- 3\n", "- 2\n", "evaluate.top_k: 2 stands here twice."),
        ("evaluate", "shown: 5", "shown: 0", f"evaluate.shown is 0; {AT_LEAST} 1."),
        ("gallery", "- wordnet_sum\n", "- taxonomy\n", "strategies: 'taxonomy' stands here twice."),
        ("sensitivity", "votes: 5", "votes: 1001", f"sensitivity.votes is 1001; {AT_MOST} 1000."),
        ("sensitivity", "\n  seed: 0", "\n  seed: -1", f"sensitivity.seed is -1; {AT_LEAST} 0."),
        ("sensitivity", "- 30\n", "- 3\n", "sensitivity.labels: 3 stands here twice."),
        ("sensitivity", "- 30\n", "- 300\n", "labels: 100 stands behind 300; write the smallest"),
        ("sensitivity", "- 32.0", "- .inf", f"sensitivity.gammas.5 is inf; {FINITE}"),
        ("sensitivity", "unequal: 10", "unequal: 1", f"draws.unequal is 1; {AT_LEAST} 2."),
        ("sensitivity", "digits: 4", "digits: 9", f"sensitivity.digits is 9; {AT_MOST} 8."),
        ("study", "size: 224", "size: 4097", f"study.reference.size is 4097; {AT_MOST} 4096."),
        ("study", "- 288\n", "- 128\n", "study.sizes: 128 stands here twice."),
        ("study", "- 32\n", "- 33\n", f"study.resolutions.0 is 33; {AT_MOST} 32."),
        ("study", "- 0.01\n", "- 1.5\n", f"study.gradients.steps.3 is 1.5; {AT_MOST} 1."),
        ("study", "seed: 0", "seed: -1", f"study.seed is -1; {AT_LEAST} 0."),
        ("people", "answers: null", "answers: ../a", "people.answers: '../a' is no name; allowed"),
        ("people", "answers: null", "answers: 10", "answers is 10 for YAML, not text; quote"),
        ("people", "resamples: 2000", "resamples: 99", f"people.resamples is 99; {AT_LEAST} 100."),
        ("people", "seed: 0", "seed: -1", f"people.seed is -1; {AT_LEAST} 0."),
    ],
)  # fmt: skip
def test_a_value_without_a_meaning_is_refused_with_what_is_allowed(
    tmp_path: Path, section: str, old: str, new: str, message: str
) -> None:
    with pytest.raises(ParamsError) as caught:
        load(tmp_path, section, old, new)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("section", "old", "new"),
    [
        ("map", "inverse_penalty: 0.01", "inverse_penalty: 1e-6"),
        ("map", "inverse_penalty: 0.01", "inverse_penalty: 1000000"),
        ("map", "naive_substring:", f"{'a' * 100}:"),
        ("map", "k: 5", "k: 1000"),
        ("infer", "workers: auto", "workers: 1000"),
        ("evaluate", "- 0.05\n    - 0.1\n", "[]\n"),
    ],
)
def test_the_ends_of_a_range_are_allowed(tmp_path: Path, section: str, old: str, new: str) -> None:
    load(tmp_path, section, old, new)


def test_a_map_without_strategies_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "params.yaml"
    text = "map:\n  cross_fit: {folds: 5, seed: 0}\n  strategies: {}\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParamsError, match=r"yaml:3: map\.strategies is {}; wanted: at least 1\."):
        params.load_section("map", MapParams, path)
