"""One chat use case a file. Handlers receive what they name and return replies; they never send."""
