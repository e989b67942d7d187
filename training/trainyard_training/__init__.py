"""Khmer text to a trained language model: fetch, prepare, validate, train, evaluate."""

__version__ = "1.0.0"
