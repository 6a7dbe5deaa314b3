"""The command ``psa``: hands over to the package and says what came of it; decides nothing."""

from psa.cli import (  # noqa: F401  each adds its commands
    add,
    check,
    judgements,
    new,
    priors,
    publish,
    review,
    run,
    show,
    update,
)
from psa.cli.group import group as main

__all__ = ["main"]
