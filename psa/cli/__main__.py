"""Run the command as ``python -m psa.cli``."""

from psa.cli import main

main()
