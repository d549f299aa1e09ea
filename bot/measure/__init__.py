"""Figures: how well each part does, on folders and files that people give."""
