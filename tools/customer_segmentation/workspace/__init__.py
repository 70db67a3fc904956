"""Where results, facts, approvals and the shop's profile are kept, and the one way to run a tool."""
