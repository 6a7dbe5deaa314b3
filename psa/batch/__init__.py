"""The batch: expand the params to runs, execute each notebook, keep what is whole, record what was read."""
