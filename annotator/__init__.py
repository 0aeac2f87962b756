"""Gloss: read news and correct what a machine marked in it."""
