"""Our own parts inside Rasa: reading intents, the door to the counter, the policies. Nothing else imports this room."""
