"""Names for the kinds of arrays that the methods pass on."""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]
Words = npt.NDArray[Any]  # of text, as objects or of fixed width
