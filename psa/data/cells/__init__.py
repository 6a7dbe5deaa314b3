"""What one cell may hold: numbers, dates, periods and texts, and what a spreadsheet does to them."""
