-- The bot's working memory gets a database of its own: Rasa's table is called "events", and losing it loses no record.
CREATE DATABASE dichtbij_tracker;
