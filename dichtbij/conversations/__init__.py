"""The record: every message of customer, bot and agent, their order, their delivery, and who owns the conversation."""
