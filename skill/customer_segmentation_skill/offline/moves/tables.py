"""Tables of a database: writing the segments into one, and reading others than those that were read."""

from customer_segmentation_skill.offline.moves.arguments import arguments_for
from customer_segmentation_skill.offline.moves.corrections import reloaded
from customer_segmentation_skill.offline.moves.groupings import meant_grouping
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.reading.sources import SHEET


def write_table(here: Here) -> Move:
    """Propose to write the segments into a table; which database must be said."""
    slots = here.found.slots
    if not slots.get("url"):
        return Move(text=here.say("chat_which_database"))
    return Move(calls=(arguments_for("write_table", {**slots, **meant_grouping(here)}),))


def use_table(here: Here) -> Move:
    """Read other tables of the database spoken of, or another tab of the sheet; without a name, look which there are."""
    slots = here.found.slots
    if slots.get("source"):
        return Move(calls=(arguments_for("load_data", slots),))
    if here.thread.browsed:
        return Move(calls=(arguments_for("load_data", {**slots, "source": here.thread.browsed}),))
    if not slots.get("table"):
        return Move(calls=(arguments_for("browse_database", {}),))
    loaded = here.thread.loaded
    if loaded is not None and SHEET.match(loaded.request["source"]):
        return reloaded(here, table=slots["table"])
    if loaded is None or not loaded.reply.detail.get("tables"):
        return Move(text=here.say("browse_no_database"))
    return reloaded(here, table=slots["table"], customers="")
