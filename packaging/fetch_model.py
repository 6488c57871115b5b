"""Put a model in place unless there is one: `fetch_model.py [NAME]`, run by set_up.py with the Python of .venv. Exit 1: there is none."""

from __future__ import annotations

import sys
from pathlib import Path

from tqdm import tqdm

from ardoise import settings
from ardoise.core import addresses
from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import FetchProgress
from ardoise.core.sizes import size_words
from ardoise.models.shelf import ModelShelf


def main(name: str) -> int:
    now = settings.load()
    if not name and addresses.is_server(now.model):  # a server writes; what is wanted besides is for the person to say
        return 0
    shelf = ModelShelf(Path(now.models_folder) if now.models_folder else None, conditions=now.conditions())
    try:
        shelf.find(name)
    except KnownError:
        pass
    else:
        return 0
    entry = next((e for e in shelf.catalogue() if e.name == name), shelf.catalogue()[0])
    print(f"-- Fetching a model: {entry.title} ({size_words(entry.size_bytes)}, {entry.licence}). Ctrl+C is safe: it goes on next time.")
    cancel = Cancel()
    with tqdm(unit="B", unit_scale=True, mininterval=1.0, dynamic_ncols=True) as bar:

        def show(progress: FetchProgress) -> None:
            bar.total = progress.total_bytes
            bar.set_description(progress.what, refresh=False)
            bar.update(progress.done_bytes - bar.n)

        try:
            model = shelf.get(name, on_progress=show, cancel=cancel)
        except KnownError as e:
            bar.close()
            print(f"-- No model yet: {e.what} {e.remedy}\n-- Everything but writing solutions works without one.")
            return 1
    stand_in = " It stands in for the real one, which could not be reached from here." if model.stand_in else ""
    print(f"-- {model.name} is in place: {model.path}.{stand_in}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
