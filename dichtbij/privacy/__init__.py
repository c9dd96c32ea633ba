"""What somebody may ask about their own data: see it, have it erased; and that it goes by itself in time."""
