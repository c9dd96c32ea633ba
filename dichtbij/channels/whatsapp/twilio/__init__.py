"""Twilio as a second provider: WhatsApp and SMS, each with a webhook of its own (webhook, incoming), one API out."""
