"""The optimisation plan: what a head of CRM would put before the board, made of results that exist."""
