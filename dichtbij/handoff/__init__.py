"""The handover to a human: the case, the queue, agents and opening hours, and callbacks."""
