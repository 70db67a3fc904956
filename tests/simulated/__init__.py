"""Simulated shops and customers whose true effects are known: judges of plans and policies, sharing no code with them."""
