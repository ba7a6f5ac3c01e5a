"""Handout Press: patient handouts, written once, as leaflets and e-books."""

__version__ = "0.1.0"
