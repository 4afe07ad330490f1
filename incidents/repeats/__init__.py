"""Seen before: earlier incidents alike, and repeats that a person has confirmed."""
