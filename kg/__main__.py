"""Runs the command line: ``python -m kg``."""

from .cli import main

main()
