"""The language model at work: graph, middleware, endpoint."""
