"""The Servers port: what a server has, and the key to it. The network's client and the keyring load when they are first needed."""

from __future__ import annotations

from ardoise.core import addresses
from ardoise.core.conditions import Conditions
from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.ports import Servers
from ardoise.engine import keys


class ChatServers(Servers):
    """See the port; any thread may call."""

    def __init__(self, conditions: Conditions | None = None) -> None:
        self._conditions = conditions or Conditions()

    def models(self, url: str, *, cancel: Cancel) -> list[str]:
        from ardoise.engine.answers import Asking, models_of
        from ardoise.engine.calling import Patience

        url = addresses.normal(url)
        raise_if_offline(url, offline=self._conditions.offline)
        return [model.name for model in models_of(Asking(keys.get, Patience()), url, cancel) or []]

    def set_key(self, url: str, key: str) -> None:
        keys.set_(addresses.normal(url), key)

    def has_key(self, url: str) -> bool:
        url = addresses.normal(url)
        try:
            return bool(keys.get(url))
        except KnownError:  # a variable that holds no key; whoever sends it is told
            return False


def raise_if_offline(url: str, *, offline: bool) -> None:
    """KnownError where Ardoise is set to stay offline and this address is not on this machine."""
    if offline and not addresses.is_this_machine(url):
        raise KnownError(
            f"Ardoise is set to stay offline, so nothing is sent to {addresses.host(url)}.",
            "Switch Offline off in the settings, or choose a model on this machine.",
        )
