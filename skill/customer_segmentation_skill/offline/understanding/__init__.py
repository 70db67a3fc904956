"""What a message asks: its intent and the typed slots of that intent."""
