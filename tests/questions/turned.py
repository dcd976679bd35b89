"""Evidence turned round: the same, but for the rows or the kind that a test is about."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from stages.questions.evidence import Evidence
from stages.questions.verdicts import ClaimVerdict, QuestionResult

Row = TypeVar("Row")


def changed(rows: Sequence[Row], change: dict[str, Any], **where: Any) -> tuple[Row, ...]:
    """Rows, with new values in those that `where` describes; at least one is.

    A dictionary in place of a value changes parts of an estimate.
    """
    hit = [all(getattr(row, key) == value for key, value in where.items()) for row in rows]
    assert any(hit)
    return tuple(
        replace(row, **_values(row, change)) if found else row  # type: ignore[type-var]
        for row, found in zip(rows, hit, strict=True)
    )


def _values(row: Any, change: dict[str, Any]) -> dict[str, Any]:
    return {
        key: getattr(row, key)._replace(**value) if isinstance(value, dict) else value
        for key, value in change.items()
    }


def with_study(evidence: Evidence, **tables: Any) -> Evidence:
    return replace(evidence, study=replace(evidence.study, **tables))


def without_kind(evidence: Evidence, kind: str) -> Evidence:
    results = tuple(r for r in evidence.evaluation.results if r.kind != kind)
    return replace(evidence, evaluation=replace(evidence.evaluation, results=results))


def verdict(answer: QuestionResult | None, claim: str) -> ClaimVerdict:
    assert answer is not None
    return answer.verdicts[claim]
