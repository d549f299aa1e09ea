"""LINE's edge: its JSON read into chat events, our replies written as its messages."""
