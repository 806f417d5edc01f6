"""Event pages, their dates, and who comes."""
