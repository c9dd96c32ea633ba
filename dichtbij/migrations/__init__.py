"""The database's shape over time (Alembic). `python -m dichtbij migrate` brings a database up to date."""
