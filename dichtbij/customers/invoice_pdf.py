"""An invoice on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from dichtbij.customers.model import Address, Invoice, InvoiceLine, LineKind
from dichtbij.customers.rules.calendar import dutch_date
from dichtbij.customers.rules.dutch import dutch_number, euros

MARGIN = 20 * mm
COLUMNS = (78 * mm, 32 * mm, 30 * mm, 30 * mm)
BLUE = colors.HexColor("#0b4f6c")
PALE = colors.HexColor("#e8f1f5")


@dataclass(frozen=True)
class InvoiceSheet:
    """What is printed."""

    organisation: str
    customer_name: str
    customer_number: str
    address: Address
    invoice: Invoice
    lines: Sequence[InvoiceLine]
    foot: str
    """What to do with the amount, in sentences."""


def invoice_pdf(sheet: InvoiceSheet) -> bytes:
    """The invoice as a PDF of one or two pages A4. Takes some 30 ms of processor time: run it in a thread."""
    paper = BytesIO()
    document = SimpleDocTemplate(
        paper,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=f"{sheet.invoice.kind.value.capitalize()} {sheet.invoice.number}",
        author=sheet.organisation,
        lang="nl-NL",
    )
    document.build([*_head(sheet), _table(sheet.lines), Spacer(1, 6 * mm), *_foot(sheet)])
    return paper.getvalue()


def _styles() -> tuple[ParagraphStyle, ParagraphStyle]:
    sheet = getSampleStyleSheet()
    body = ParagraphStyle("tekst", parent=sheet["Normal"], fontSize=10, leading=14)
    title = ParagraphStyle("kop", parent=sheet["Title"], fontSize=20, alignment=0, textColor=BLUE, spaceAfter=4 * mm)
    return body, title


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _head(sheet: InvoiceSheet) -> list[object]:
    body, title = _styles()
    invoice = sheet.invoice
    who = [sheet.customer_name, f"{sheet.address.street} {sheet.address.house_number}"]
    who.append(f"{sheet.address.postcode} {sheet.address.city}")
    facts = [
        f"<b>Factuurnummer</b> {invoice.number}",
        f"<b>Klantnummer</b> {sheet.customer_number}",
        f"<b>Datum</b> {dutch_date(invoice.issued)}",
        f"<b>Periode</b> {dutch_date(invoice.period.start)} tot en met {dutch_date(invoice.period.last_day)}",
        f"<b>Leveringsadres</b> {_escaped(invoice.address)}",
    ]
    return [
        Paragraph(_escaped(sheet.organisation), title),
        Paragraph("<br/>".join(map(_escaped, who)), body),
        Spacer(1, 8 * mm),
        Paragraph(f"<b>{invoice.kind.value.capitalize()}</b>", body),
        Paragraph("<br/>".join(facts), body),
        Spacer(1, 6 * mm),
    ]


def _table(lines: Sequence[InvoiceLine]) -> Table:
    rows = [["Omschrijving", "Aantal", "Prijs", "Bedrag"]]
    rows += [[line.description, _quantity(line), _price(line), euros(line.amount)] for line in lines]
    costs = sum((line.amount for line in lines if line.kind is not LineKind.TERMIJNEN), Decimal(0))
    total = sum((line.amount for line in lines), Decimal(0))
    rows += [["Totale kosten", "", "", euros(costs)], [_outcome(total), "", "", euros(abs(total))]]
    table = Table(rows, colWidths=COLUMNS, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONTSIZE", (0, 0), (-1, -1), 9),
                ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
                ("FONTNAME", (0, -2), (-1, -1), "Helvetica-Bold"),
                ("BACKGROUND", (0, 0), (-1, 0), PALE),
                ("BACKGROUND", (0, -1), (-1, -1), PALE),
                ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
                ("LINEBELOW", (0, 0), (-1, -3), 0.25, colors.lightgrey),
                ("LINEABOVE", (0, -2), (-1, -2), 1, BLUE),
            ]
        )
    )
    return table


def _quantity(line: InvoiceLine) -> str:
    if line.quantity is None:
        return ""
    unit = "maanden" if line.unit == "maand" and line.quantity != 1 else line.unit or ""
    return f"{dutch_number(line.quantity)} {unit}"


def _price(line: InvoiceLine) -> str:
    if line.unit_price is None:
        return ""
    places = 2 if line.unit == "maand" else 5
    sign = "-" if line.unit_price < 0 else ""
    return f"{sign}€ {dutch_number(abs(line.unit_price), places)}"


def _outcome(total: Decimal) -> str:
    if total < 0:
        return "Terug te ontvangen"
    return "Te betalen"


def _foot(sheet: InvoiceSheet) -> list[object]:
    body, _ = _styles()
    return [Paragraph(_escaped(line), body) for line in sheet.foot.splitlines()]
