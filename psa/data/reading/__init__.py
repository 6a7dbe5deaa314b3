"""Reading a folder of CSV files as text."""
