"""The two ways in which a command ends badly. Their text is one line: what is wrong, and how to mend it."""

from __future__ import annotations

import click


class WrongUse(click.ClickException):
    """What was given can't be used; nothing was done. Exit code 2."""

    exit_code = 2


class Failed(click.ClickException):
    """It was used rightly and did not work. Exit code 1."""

    exit_code = 1
