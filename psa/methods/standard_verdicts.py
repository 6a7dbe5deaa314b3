"""Our verdict on a minimum standard: meets it, or is below it, within or beyond sampling error."""

from dataclasses import dataclass

import numpy as np

from psa.methods.array_types import Flags, Floats, Words
from psa.methods.precision import reaches
from psa.methods.quantiles import normal_critical
from psa.methods.series_data import pick
from psa.methods.settings import Settings
from psa.methods.stack import last_value
from psa.methods.tested import Tested


@dataclass(frozen=True)
class StandardVerdicts:
    """Our verdicts on the standards, one entry a series; those of series without one are not meant.

    Attributes:
        is_standard: whether there is one.
        verdict, why: the verdict, and the code of why there is none.
        margin: whether it is met or missed by more than sampling error: beyond, within, unknown, or empty.
        direction: improving, worsening, level or unknown.
    """

    is_standard: Flags
    verdict: Words
    why: Words
    margin: Words
    direction: Words

    def columns(self) -> dict[str, Words | Floats]:
        """Return the columns of the result."""
        return {
            "standard_verdict": np.where(self.is_standard, self.verdict, ""),
            "standard_margin": np.where(self.is_standard, self.margin, ""),
            "standard_direction": np.where(self.is_standard, self.direction, ""),
        }


def judge_standards(tested: Tested, settings: Settings) -> StandardVerdicts:
    """Return our verdict on each minimum standard."""
    level = tested.numbers("standard_level")
    is_judged = tested.numbers("standard_periods") > 0
    reference = tested.working.stack.reference
    error = pick(tested.data.se, reference)
    error = np.where(error > 0, error, tested.noise)
    figure = pick(tested.data.value, reference)
    distance = tested.direction * (figure - level)
    distance = np.where(reaches(figure, level, tested.direction), np.fmax(distance, 0.0), distance)
    z = distance / np.where(error > 0, error, np.nan)
    is_beyond = np.isnan(z) | (np.abs(np.nan_to_num(z)) >= normal_critical(settings.confidence))
    verdict = np.select(
        [distance >= 0, distance < 0],
        [
            np.where(is_beyond, "meets", "meets_within_error"),
            np.where(is_beyond, "below", "below_within_error"),
        ],
        "not_assessed",
    )
    verdict = np.where(is_judged, verdict, "not_assessed").astype(object)
    why = np.where(np.isfinite(level), "no_figure", "no_level")
    margin = np.where(np.isnan(z), "unknown", np.where(is_beyond, "beyond", "within"))
    return StandardVerdicts(
        is_standard=tested.data.definitions.kind == "minimum_standard",
        verdict=verdict,
        why=np.where(verdict != "not_assessed", "", why),
        margin=np.where(is_judged, margin, ""),
        direction=_directions(tested),
    )


def _directions(tested: Tested) -> Words:
    """Return whether the recent figures of each series move to or from the standard."""
    stack = tested.working.stack
    recent = stack.recent
    first = last_value(stack.value[:, ::-1], recent[:, ::-1])
    moved = tested.direction * (last_value(stack.value, recent) - first)
    is_unknown = (recent.sum(axis=1) < 2) | np.isnan(moved)
    words = np.where(moved > 0, "improving", np.where(moved < 0, "worsening", "level"))
    return np.where(is_unknown, "unknown", words)
