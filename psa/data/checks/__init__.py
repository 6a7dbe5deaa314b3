"""Checks of tables: everything that is wrong, with file, row, column and remedy."""
