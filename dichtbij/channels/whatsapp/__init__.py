"""The phone in the customer's pocket: WhatsApp (Cloud API, Twilio) and SMS, on the same record as the website.

In:  provider's webhook -> arrivals (stored, acknowledged) -> inbox (order, bursts) -> the record -> the counter.
Out: the record -> rendering (within the limits) -> outbox (stored) -> sender -> provider; its statuses come back in.
"""
