"""Day 21: web scraping: fetching pages politely, reading broken HTML, and learning from the table."""
