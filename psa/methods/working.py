"""Series on the scale on which they are tested, with the way back to their own unit."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from psa.methods.array_types import Flags, Floats, Words
from psa.methods.counted import errors_at_level
from psa.methods.scales import (
    from_scale,
    proportion_ceiling,
    scale_for,
    se_from_scale,
    se_to_scale,
    to_scale,
    working_scale,
)
from psa.methods.series_data import SeriesData
from psa.methods.settings import Settings
from psa.methods.stack import Stack, last_value, stack_figures
from psa.methods.standard_errors import rounding_error


@dataclass(frozen=True)
class Working:
    """Series on their working scale.

    Attributes:
        stack: the figures in their own unit.
        scale, ceiling: of each series; what a whole is.
        value, se: the comparable figures and their standard errors on that scale, 2-D.
        baseline_value: last figure of the baseline trend, in the unit, one a series.
        rounding: standard deviation of rounding, in the unit, one a series.
        is_counted: whether the standard errors of a series come from counts, none of them published.
    """

    stack: Stack
    scale: Words
    ceiling: Floats
    value: Floats
    se: Floats
    baseline_value: Floats
    rounding: Floats
    is_counted: Flags

    @property
    def rounding_on_scale(self) -> Floats:
        """The standard deviation of rounding on the working scale, at the baseline."""
        return self.amount_to_scale(self.rounding)

    def amount_to_scale(self, amount: npt.ArrayLike) -> Floats:
        """Return an amount in the unit, such as a minimum change, on the working scale at the baseline."""
        with np.errstate(invalid="ignore"):
            return se_to_scale(amount, self.baseline_value, self.scale, self.ceiling)

    def amount_from_scale(self, amount: npt.ArrayLike, level: npt.ArrayLike) -> Floats:
        """Return an amount on the working scale in the unit, at a level of each series."""
        return se_from_scale(amount, level, self.scale, self.ceiling)

    def value_to_scale(self, value: npt.ArrayLike) -> Floats:
        """Return values in the unit on the working scale."""
        return to_scale(value, self.scale, self.ceiling)

    def goal_to_scale(self, value: npt.ArrayLike) -> Floats:
        """Return levels that are asked for on the working scale.

        One at the end of the scale, such as 100 per cent, is reached where the published figure rounds to it.
        """
        half = np.nan_to_num(self.rounding) * np.sqrt(3.0)  # of the last published digit
        value = np.asarray(value, float)
        low = np.where((self.scale != "identity") & (half > 0), np.maximum(value, half), value)
        is_share = (self.scale == "logit") & (half > 0)
        return self.value_to_scale(np.where(is_share, np.minimum(low, self.ceiling - half), low))

    def value_from_scale(self, value: npt.ArrayLike) -> Floats:
        """Return values on the working scale in the unit."""
        return from_scale(value, self.scale, self.ceiling)

    def one_to_scale(self, number: int, value: npt.ArrayLike) -> Floats:
        """Return values of one series in the unit on the working scale."""
        return to_scale(value, str(self.scale[number]), self.ceiling[number])

    def one_from_scale(self, number: int, value: npt.ArrayLike) -> Floats:
        """Return values of one series on the working scale in the unit."""
        return from_scale(value, str(self.scale[number]), self.ceiling[number])


def work_on_scale(data: SeriesData, settings: Settings) -> Working:
    """Return all series on the scale on which they are tested."""
    stack, asked = stack_figures(data, settings), data.definitions
    used = np.where(stack.allowed, stack.value, np.nan)
    ceiling = ceiling_or_hundred(asked.unit)
    scale = working_scale(used, scale_for(asked.value_kind, asked.unit), ceiling)
    se = se_to_scale(stack.se, used, scale, ceiling)
    is_counted = np.isfinite(se).any(axis=1) & ~_has_limits(data)
    is_event_rate = is_counted & (scale == "log") & (asked.value_kind == "rate")
    return Working(
        stack=stack,
        scale=scale,
        ceiling=ceiling,
        value=to_scale(used, scale, ceiling),
        se=errors_at_level(stack.time, se, is_event_rate),
        baseline_value=last_value(stack.value, stack.baseline),
        rounding=rounding_error(used),
        is_counted=is_counted,
    )


def _has_limits(data: SeriesData) -> Flags:
    """Return which series have a published interval."""
    level, lower = (data.frame[column].to_numpy(float) for column in ("interval_level", "lower"))
    has_limits: Flags = np.bincount(data.number, np.isfinite(level + lower), minlength=len(data.first)) > 0
    return has_limits


def ceiling_or_hundred(unit: npt.ArrayLike) -> Floats:
    """Return what a whole is in each unit; 100 where a unit has no ceiling, which no scale then asks for."""
    ceiling = proportion_ceiling(unit)
    return np.where(np.isfinite(ceiling), ceiling, 100.0)
