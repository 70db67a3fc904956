import pytest
from click.testing import CliRunner


@pytest.fixture
def run(here):
    """Run the command line in this process, in an empty folder; returns click's result."""
    from customer_segmentation_skill.surfaces.cli import cli

    def command(*arguments, text=None):
        return CliRunner().invoke(
            cli, [str(a) for a in arguments], input=text, prog_name="customer-segmentation"
        )

    return command
