"""A stand-in for Chatwoot that holds us to its documented API (docs/howto/another-desk.md names the pages).

    account    one account: what is in it, and what its agents do
    api        the addresses that we call, and what they answer and refuse
    rules      what may be sent: fields, words, sizes; each with its source
    shapes     how it shows an agent, a contact, a conversation, a message
    webhooks   how it calls us: what is in it, how it is signed, what a failure does

What we ask that is not documented stands in `Chatwoot.undocumented`; the tests expect it empty.
"""

from tests.chatwoot.account import Chatwoot
from tests.chatwoot.rules import ACCOUNT, BOT_SECRET, INBOX, SECRET, TOKEN

__all__ = ["ACCOUNT", "BOT_SECRET", "INBOX", "SECRET", "TOKEN", "Chatwoot"]
