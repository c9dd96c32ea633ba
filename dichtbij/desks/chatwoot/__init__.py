"""Chatwoot as the desk: an API channel inbox that we fill, and webhooks that tell what its agents do."""
