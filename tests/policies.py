"""The demo organisation's policies and sentences, as tests need them."""

from __future__ import annotations

from functools import lru_cache

from dichtbij.customers.policies import Policies, load_policies
from dichtbij.customers.rules.offers import GeneralTariffs
from dichtbij.customers.tariffs import load_tariffs
from dichtbij.organisation import load_organisation
from dichtbij.settings import ROOT
from dichtbij.texts import Texts


@lru_cache(maxsize=1)
def demo_policies() -> Policies:
    """What organisatie.yml allows."""
    return load_policies(load_organisation(ROOT / "organisatie.yml").overig["beleid"])


@lru_cache(maxsize=1)
def demo_texts() -> Texts:
    """What data/responses/ says, in the organisation's name."""
    return Texts(load_organisation(ROOT / "organisatie.yml").facts())


@lru_cache(maxsize=1)
def demo_tariffs() -> GeneralTariffs:
    """What organisatie.yml asks of who becomes a customer now."""
    return load_tariffs(load_organisation(ROOT / "organisatie.yml").tarieven)
