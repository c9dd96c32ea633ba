"""A stand-in for WhatsApp's Cloud API, for /whatsapp-demo and the tests: phones at one end, the Graph API at the other.

It holds us to what Meta documents (limits, token, window, rates, types and sizes, forms of errors), calls our webhook
over HTTP with real signatures, and can be told to fail in every way that the real one does. It knows nothing of the
rest of Dichtbij, so that it can't share a misunderstanding with the connector.

Where it is stricter or simpler than Meta: a failing delivery is repeated for about a minute, not for seven days; an
image by link is not fetched; groups, flows, catalogues and calls from us are refused as not documented here. Of a
template only the parameters of its body are counted; it has no header, buttons or category, and is paused or disabled
(132015, 132016) only when told to. `Retry-After` is an invention of ours: Meta documents no such header, but servers
between us and Meta may send one. What ids of messages hold of somebody who hides the number is not documented either.

A changed user id comes as a system message in the field "messages" (Meta's changelog of 11 August 2026 takes the field
`user_id_update`, which others describe, back: nobody can subscribe to it).
"""

from dichtbij.whatsapp_stand_in.model import Account, Bubble
from dichtbij.whatsapp_stand_in.phone import Phone
from dichtbij.whatsapp_stand_in.service import StandIn

__all__ = ["Account", "Bubble", "Phone", "StandIn"]
