"""`python -m publisher` is the command."""

from publisher.cli import main

main()
