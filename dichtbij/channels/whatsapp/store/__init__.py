"""The queries of messages on a phone: who is who (people), what came in (arrivals), what goes out (parcels)."""
