"""Remarks: what is possible and yet looks wrong, and stops nothing."""
