"""The one place that names concrete classes: `build(settings)` puts the real actors together.

Nothing heavy loads here: the rooms' parent sides start their children when they are first needed.
"""

from __future__ import annotations

from pathlib import Path

from ardoise import paths
from ardoise.core.conditions import Conditions
from ardoise.core.ports import Actors, Engine
from ardoise.drawing.formulas import FormulaSetter
from ardoise.drawing.plotter import ChildPlotter
from ardoise.engine.choosing import ChoosingEngine
from ardoise.engine.llama import LlamaEngine
from ardoise.engine.servers import ChatServers
from ardoise.history.store import SqliteHistory
from ardoise.models.shelf import ModelShelf
from ardoise.settings import Settings
from ardoise.tutor.tutor import StoryTutor
from ardoise.verify.verifier import ChildVerifier


def build(settings: Settings) -> Actors:
    """The real actors; raises KnownError where the data folder cannot be used at all."""
    conditions = settings.conditions()
    here = LlamaEngine(conditions=conditions, folder=paths.data_folder() / "engine")
    engine = ChoosingEngine(here, lambda: _server_engine(conditions))
    verifier = ChildVerifier()
    history = SqliteHistory(paths.history_file())
    plotter = ChildPlotter()
    shelf = ModelShelf(Path(settings.models_folder) if settings.models_folder else paths.models_folder(), conditions=conditions)
    tutor = StoryTutor(engine=engine, verifier=verifier, history=history, plotter=plotter, shelf=shelf, model=settings.model)
    return Actors(
        tutor=tutor,
        engine=engine,
        verifier=verifier,
        history=history,
        plotter=plotter,
        typesetter=FormulaSetter(),
        shelf=shelf,
        servers=ChatServers(conditions),
        conditions=conditions,
    )


def _server_engine(conditions: Conditions) -> Engine:
    """Only for who chose a server: the network's client loads here."""
    from ardoise.engine import keys
    from ardoise.engine.remote import RemoteEngine

    return RemoteEngine(key=keys.get, conditions=conditions)
