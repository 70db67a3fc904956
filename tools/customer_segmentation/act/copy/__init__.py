"""What is said to customers: drafts by segment and channel, and the rules that every such text keeps.

It lies here, above the plans, because a text says what was decided: the action, and an offer only where one is planned.
"""
