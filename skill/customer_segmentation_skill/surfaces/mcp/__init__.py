"""The MCP server: the catalogue for other assistants, with the same facts and the same approvals."""
