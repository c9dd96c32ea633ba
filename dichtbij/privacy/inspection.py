"""Everything about a person as two downloads: a file for machines (art. 20 AVG) and a page to read (art. 15)."""

from __future__ import annotations

import json

from dichtbij.customers.documents import Document
from dichtbij.customers.model import CustomerId
from dichtbij.customers.rules.retention import RetentionPolicy
from dichtbij.organisation import Organisation
from dichtbij.privacy.page import POLICY, PagePrinter
from dichtbij.privacy.service import Privacy
from dichtbij.texts import Texts

FILE, PAGE = "json", "pagina"


class Inspection:
    """Opens the links that the chat gives."""

    def __init__(self, privacy: Privacy, texts: Texts, organisation: Organisation, policy: RetentionPolicy) -> None:
        self._privacy = privacy
        self._texts = texts
        self._printer = PagePrinter(texts, organisation, policy)

    async def open(self, customer_id: CustomerId, ref: str) -> Document | None:
        """See dichtbij.customers.documents.Opener; made at the moment the link is opened."""
        export = await self._privacy.export(customer_id)
        if export is None:
            return None
        customer = export["klantgegevens"]["customers"][0]
        number = customer["customer_number"]
        if ref == FILE:
            left_out = self._texts.text("utter_deel_inzage_niet_hier", customer.get("form_of_address", "je"))
            content = json.dumps({**export, "left_out": left_out}, ensure_ascii=False, indent=2, default=str).encode()
            return Document("application/json", content, f"gegevens-{number}.json")
        overview = await self._privacy.overview(customer_id)
        page = self._printer.page(export, overview.books_until)
        return Document("text/html", page.encode(), f"gegevens-{number}.html", POLICY)
