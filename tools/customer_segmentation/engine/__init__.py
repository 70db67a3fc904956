"""The analysis as SQL over typed tables, and the engines that run it."""
