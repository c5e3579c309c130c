"""Stores: where offices are kept. The only part that knows SQL."""
