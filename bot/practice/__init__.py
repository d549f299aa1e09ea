"""The practice room: an invented office in the browser, and a double of LINE's API that it talks through."""
