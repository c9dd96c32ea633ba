"""What the bot does: thin actions. Each reads slots, calls one service, chooses a response and returns events.

One module a topic. No SQL, no HTTP, no sentences (they live in data/responses/), no clocks.
"""
