"""The process and its edges: the only home of Flask, LINE, Redis, tantivy, the environment and the clock."""
