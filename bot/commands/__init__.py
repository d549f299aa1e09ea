"""The commands of `python -m bot`: one file for each group of them, loaded only when asked for."""
