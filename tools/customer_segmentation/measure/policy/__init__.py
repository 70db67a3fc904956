"""Whom to contact, learnt from a campaign with a group held out at random, and valued on customers held out."""
