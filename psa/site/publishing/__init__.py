"""Dated, permanent copies of a site, side by side in one folder, and the page that lists them."""
