"""Meta's Cloud API: webhook and payloads in (webhook, incoming), Graph API out (client, errors)."""
