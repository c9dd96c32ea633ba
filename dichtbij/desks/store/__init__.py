"""The queries of desks outside: links with their lease and what has to be told (links), and who is there (people)."""
