"""The durable store: the inbox of raw events, and what an office knows."""
