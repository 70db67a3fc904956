import errno

import click
import pytest
from click.testing import CliRunner

from customer_segmentation_skill.surfaces.endings import calm_ending
from customer_segmentation_skill.surfaces.options import Options


def ended(error, workspace):
    @click.command()
    @click.pass_context
    def failing(ctx):
        ctx.obj = Options(workspace=str(workspace))
        with calm_ending(ctx):
            raise error

    return CliRunner().invoke(failing, [])


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort(), EOFError()])
def test_an_interruption_is_one_calm_line(here, error):
    result = ended(error, here / "w")
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == "Stopped. What was finished is kept.\n"


def test_what_nobody_foresaw_goes_to_the_log_without_a_traceback(here):
    result = ended(RuntimeError("secret \x1b[31m detail"), here / "w")
    log = here / "w" / "errors.log"
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Something went wrong that I did not foresee (RuntimeError).")
    assert str(log) in result.stderr
    assert "secret" not in result.stderr
    assert "RuntimeError: secret" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o077 == 0


def test_the_log_may_be_impossible(here):
    (here / "w").touch()
    result = ended(RuntimeError("x"), here / "w")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "RuntimeError" in result.stderr


def test_a_closed_pipe_is_left_to_end_quietly(here):
    result = ended(OSError(errno.EPIPE, "broken"), here / "w")
    assert (result.exit_code, result.stderr) == (1, "")
