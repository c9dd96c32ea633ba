"""What the agent's screen talks to: log-in, queue, cases, callbacks, and everything live."""
