"""What an operator watches. No labels that name people."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """The counter's figures, on a registry of their own so that tests can make as many as they like."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.messages = Counter(
            "dichtbij_messages_total", "Messages stored, by sender.", ["channel", "sender"], registry=self.registry
        )
        self.handling = Histogram(
            "dichtbij_turn_seconds",
            "Seconds from storing a customer's message to storing the bot's answer.",
            registry=self.registry,
            buckets=(0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300),
        )
        self.acknowledging = Histogram(
            "dichtbij_webhook_seconds",
            "Seconds until a delivery of messages on a phone was stored and acknowledged.",
            ["provider"],
            registry=self.registry,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
        )
        self.handovers = Counter(
            "dichtbij_handovers_total", "Cases opened, by reason.", ["reason"], registry=self.registry
        )
        self.waiting = Gauge("dichtbij_cases_waiting", "Cases in the queue.", registry=self.registry)
        self.ratings = Gauge(
            "dichtbij_ratings",
            "Conversations that customers rated, by who had helped and score.",
            ["after", "score"],
            registry=self.registry,
        )
        self.agents = Gauge("dichtbij_agents_present", "Agents at the desk.", registry=self.registry)
        self.desk_behind = Gauge(
            "dichtbij_desk_behind",
            "Conversations and calls that another desk (DESK) could not be told of yet; tried again.",
            registry=self.registry,
        )
        self.desk_faults = Counter(
            "dichtbij_desk_faults_total", "Times that another desk did not do what was asked.", registry=self.registry
        )
        self.unhandled = Gauge(
            "dichtbij_conversations_pending", "Conversations with a message nobody handled yet.", registry=self.registry
        )
        self.arrivals_failed = Counter(
            "dichtbij_arrivals_failed_total",
            "Tries to handle a message from a phone that broke; it is kept and tried again for eight days.",
            registry=self.registry,
        )
        self.channel_alarm = Gauge(
            "dichtbij_channel_alarm",
            "1 while nothing goes out by a provider until somebody acts (dead token, lost rights).",
            ["provider"],
            registry=self.registry,
        )
        self.parcels = Counter(
            "dichtbij_parcels_total",
            "Tries to send a message to a phone, by what became of it: sent, doubt, or the fate of a refusal.",
            ["provider", "outcome"],
            registry=self.registry,
        )
