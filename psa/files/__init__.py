"""Files written whole or not at all, and tables as text; only `csv_text` imports pandas."""
