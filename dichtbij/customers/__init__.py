"""Who the customer is: profile, contracts, bills, meters, usage, identification and consent.

Facts are in `model/`, pure rules in `rules/`, tables and queries in `store/`; each service is one file.
"""
