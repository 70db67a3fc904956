"""How a command ends when it could not do its work: a calm message on stderr and an exit code, no traceback."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

import click

from customer_segmentation.kit.errors import SegmentationError
from customer_segmentation.kit.words import message
from customer_segmentation_skill.surfaces.lines import calm
from customer_segmentation_skill.surfaces.options import Options

WAITING: Final = 3
"""Exit code: an approval or an answer is needed first."""
INTERRUPTED: Final = 130
_LOG: Final = "errors.log"


@contextmanager
def calm_ending(ctx: click.Context) -> Iterator[None]:
    """Turn whatever went wrong inside into words and an exit code."""
    asked = ctx.ensure_object(Options)
    try:
        yield
    except (click.ClickException, click.exceptions.Exit):
        raise
    except SegmentationError as error:
        end(ctx, error.said(asked.spoken()), error.exit_code)
    except (KeyboardInterrupt, click.Abort, EOFError):
        end(ctx, message("interrupted", asked.spoken()), INTERRUPTED)
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.EPIPE:
            raise
        end(ctx, unexpected(error, asked), 1)


def end(ctx: click.Context, words: str, code: int) -> NoReturn:
    """Say why on stderr and leave with an exit code."""
    click.echo(calm(words), err=True)
    ctx.exit(code)


def unexpected(error: Exception, asked: Options) -> str:
    """Keep the details of an error that nobody foresaw in a log, and return what to tell the person."""
    log = _logged(error, asked)
    code = "unexpected_logged" if log else "unexpected"
    return message(code, asked.spoken(), problem=type(error).__name__, path=log or "")


def _logged(error: Exception, asked: Options) -> Path | None:
    import traceback

    from customer_segmentation.workspace.journal import now

    try:
        path = (asked.opened or asked.open()).root / _LOG
        details = "".join(traceback.format_exception(error))
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{now()}\n{details}\n")
    except (OSError, SegmentationError):
        return None
    return path
