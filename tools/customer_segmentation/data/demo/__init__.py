"""The parts of the built-in demo shop: calendar, catalogue, planted customers, baskets and the mess of a real export."""
