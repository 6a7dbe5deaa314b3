"""Rows in, one checked framework out."""

import pandas as pd

# Words are kept as Python's own strings: tables of some hundred rows are filtered a quarter faster than as pyarrow's.
pd.set_option("mode.string_storage", "python")
