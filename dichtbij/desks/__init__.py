"""Where the people sit: our own desk or another one, behind one port (docs/howto/another-desk.md)."""
