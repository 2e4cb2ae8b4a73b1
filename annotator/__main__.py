"""`python -m annotator` is `maskbank`."""

from annotator.cli import main

main()
