"""Question 6: why images are denormalised for display."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..tables.study import Channel, Clipped
from .evidence import Evidence
from .verdicts import ClaimVerdict, QuestionResult

# the course's answer: ImageNet's statistics
MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)
TOLERANCE = 1e-3  # the tables have four significant digits


@dataclass(frozen=True, kw_only=True)
class Denormalisation(QuestionResult):
    """Channels R, G, B; what a viewer would clip of the training images."""

    channels: tuple[Channel, ...]
    clipped: Clipped

    @property
    def stretch(self) -> float:
        """Mean over the channels: how many times as far apart values are as before."""
        return sum(channel.stretch for channel in self.channels) / len(self.channels)


def find_facts(evidence: Evidence) -> Denormalisation:
    """Verdicts on "compressed", on "unnatural", on the numbers, on the way back."""
    channels, clipped = evidence.study.channels, evidence.study.clipped
    return Denormalisation(
        verdicts={
            "unnatural": "confirmed" if clipped.values > 0 else "refuted",
            "compressed": judge_compression(channels),
            "statistics": "confirmed" if are_imagenets(channels) else "refuted",
            "restored": "confirmed" if come_back(channels) else "refuted",
        },
        figure=evidence.study.figure("denormalisation"),
        channels=channels,
        clipped=clipped,
    )


def judge_compression(channels: Sequence[Channel]) -> ClaimVerdict:
    """Compressed values would be nearer to one another than before."""
    return "refuted" if all(channel.stretch > 1 for channel in channels) else "confirmed"


def are_imagenets(channels: Sequence[Channel]) -> bool:
    """Whether the network's statistics are those that the course names."""
    return [(c.mean, c.std) for c in channels] == list(zip(MEAN, STD, strict=True))


def come_back(channels: Sequence[Channel]) -> bool:
    """Whether x·std + mean turns normalised black and white into 0 and 1 again."""
    ends = [abs(end * c.std + c.mean - target) for c in channels for end, target in _ends_of(c)]
    return max(ends) < TOLERANCE


def _ends_of(channel: Channel) -> tuple[tuple[float, float], tuple[float, float]]:
    return (channel.black, 0.0), (channel.white, 1.0)
