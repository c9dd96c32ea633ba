"""Usage as a picture, and the same in words for who cannot see it."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from threading import Lock

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from dichtbij.customers.model import KindUsage, UsageKind, UsagePeriod, UsageReport
from dichtbij.customers.rules.calendar import MAANDEN
from dichtbij.customers.rules.dutch import dutch_number

NOW_COLOUR = "#0072B2"
BEFORE_COLOUR = "#E69F00"
"""Two of Okabe and Ito's colours: told apart by who sees few colours, and in grey by the hatching."""
TITLES = {
    UsageKind.STROOM: "Stroom (kWh)",
    UsageKind.GAS: "Gas (m³)",
    UsageKind.TERUGLEVERING: "Teruggeleverde stroom (kWh)",
}
PERIODS = {
    UsagePeriod.JAAR: "de laatste 12 maanden",
    UsagePeriod.DIT_JAAR: "dit jaar",
    UsagePeriod.VORIG_JAAR: "vorig jaar",
    UsagePeriod.MAAND: "de laatste maand",
}
SHORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_drawing = Lock()
"""Matplotlib's caches of fonts and text are not made for several threads at once."""


def chart_png(report: UsageReport) -> bytes:
    """Months side by side with a year earlier, one panel per kind, 720 px wide. Takes 0.3 s: run it in a thread."""
    with _drawing:
        figure = Figure(figsize=(7.2, 0.4 + 2.6 * len(report.kinds)), dpi=100, layout="constrained")
        FigureCanvasAgg(figure)
        for index, usage in enumerate(report.kinds):
            _panel(figure.add_subplot(len(report.kinds), 1, index + 1), usage)
        picture = BytesIO()
        figure.savefig(picture, format="png")
        return picture.getvalue()


def _panel(axes: Axes, usage: KindUsage) -> None:
    places = range(len(usage.months))
    before = [float(month.before) if month.before is not None else 0.0 for month in usage.months]
    now = [float(month.used) if month.used is not None else 0.0 for month in usage.months]
    if any(month.before is not None for month in usage.months):
        axes.bar(
            [place - 0.2 for place in places],
            before,
            width=0.4,
            color=BEFORE_COLOUR,
            hatch="//",
            edgecolor="white",
            label="een jaar eerder",
        )
    axes.bar([place + 0.2 for place in places], now, width=0.4, color=NOW_COLOUR, label="nu")
    axes.set_title(TITLES[usage.kind], loc="left", fontsize=12, fontweight="bold")
    axes.set_xticks(list(places), [SHORT[month.month.month - 1] for month in usage.months])
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}".replace(",", "."))
    axes.grid(axis="y", alpha=0.3)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=9, ncols=2, loc="lower right", bbox_to_anchor=(1, 1))


def chart_text(report: UsageReport) -> str:
    """The picture in words: totals, comparison and the highest month of each kind."""
    if not report.kinds or not any(usage.months for usage in report.kinds):
        return "Er is nog geen verbruik bekend over deze periode."
    parts = [f"Verbruik over {PERIODS[report.period]}."]
    parts += [_kind_text(usage) for usage in report.kinds if usage.months]
    return " ".join(parts)


def _kind_text(usage: KindUsage) -> str:
    names = {UsageKind.STROOM: "Stroom", UsageKind.GAS: "Gas", UsageKind.TERUGLEVERING: "Teruggeleverd"}
    words = f"{names[usage.kind]}: {dutch_number(usage.total)} {usage.unit}"
    if usage.change_percent is not None and usage.before is not None:
        words += f", een jaar eerder {dutch_number(usage.before)} {usage.unit} ({_change(int(usage.change_percent))})"
    known = [month for month in usage.months if month.used is not None]
    if len(known) > 1:
        most = max(known, key=lambda month: month.used or 0)
        amount = dutch_number(most.used or Decimal(0))
        words += f". De hoogste maand was {MAANDEN[most.month.month - 1]} met {amount} {usage.unit}"
    return words + "."


def _change(percent: int) -> str:
    if percent == 0:
        return "ongeveer gelijk"
    return f"{abs(percent)}% {'meer' if percent > 0 else 'minder'}"
