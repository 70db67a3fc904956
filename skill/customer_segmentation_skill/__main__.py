"""``python -m customer_segmentation_skill``: the command line."""

from customer_segmentation_skill.surfaces.cli import main

main()
