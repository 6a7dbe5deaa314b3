"""The command ``psa``: hands over to the package and says what came of it; decides nothing."""

from psa.cli import add, check, judgements, new, priors, review, run, show, update  # noqa: F401  each adds its commands
from psa.cli.group import group as main

__all__ = ["main"]
