"""Fonts: OpenType faces → the files that an engine can use, and which characters a face has."""
