"""Writing the segments into a table of a database."""

from customer_segmentation_skill.offline.moves.arguments import arguments_for
from customer_segmentation_skill.offline.moves.groupings import meant_grouping
from customer_segmentation_skill.offline.moves.move import Here, Move


def write_table(here: Here) -> Move:
    """Propose to write the segments into a table; which database must be said."""
    slots = here.found.slots
    if not slots.get("url"):
        return Move(text=here.say("chat_which_database"))
    return Move(calls=(arguments_for("write_table", {**slots, **meant_grouping(here)}),))
