"""Handling what customers write: read it, look who owns the conversation, and answer, queue or pass on."""
