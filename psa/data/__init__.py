"""Rows in, one checked framework out."""
