"""Dichtbij: a customer-service counter, digital where it can be, personal where it counts."""
