"""The downloads: CSV, JSON, a data package and a spreadsheet of the whole; CSV and JSON for each page."""
