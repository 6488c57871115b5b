"""A fetch whose process, whose beginning or whose source is lost: nothing that came is given up for something else."""

from __future__ import annotations

import dataclasses
import re
import signal
from pathlib import Path

import pytest

from ardoise.core.models import FetchProgress
from ardoise.models.shelf import ModelShelf
from tests.unit.models.fetching import BRIEF, HUB, MODELSCOPE, fault, get, listing, part
from tests.unit.models.hub_server import Hub, Site
from tests.unit.models.test_fetch_faults import body, fetchers, shelf, site

__all__ = ["body", "shelf", "site"]
pytestmark = pytest.mark.slow


def test_the_stand_in_is_not_fetched_in_place_of_what_was_half_fetched_when_the_child_is_killed_each_time(
    tmp_path: Path, site: Site
) -> None:
    model = dataclasses.replace(listing(HUB if isinstance(site, Hub) else MODELSCOPE), instead="other")
    other = dataclasses.replace(model, name="other", title="Other", file="Other.gguf", instead="")
    shelf = ModelShelf(tmp_path / "models", listings=[model, other], patience=BRIEF)
    site.stall_after = 1_000_000

    def kill(progress: FetchProgress) -> None:
        if progress.done_bytes >= 1_000_000:
            for child in fetchers():
                child.send_signal(signal.SIGKILL)

    error = fault(shelf, None, kill)
    assert "stand-in" not in error.what
    assert error.remedy == "What was fetched is kept: fetch again to go on from there."
    assert [path.name for path in (tmp_path / "models").glob("*.part")] == [part(tmp_path, site.stated_sha256).name]


def test_an_unfinished_file_whose_beginning_was_lost_is_begun_anew(shelf: ModelShelf, site: Site, body: bytes, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    part(tmp_path, site.stated_sha256).write_bytes(bytes(1_000_000))
    assert get(shelf).read_bytes() == body
    assert site.ranges == [""]


def test_a_file_that_is_taken_away_from_the_site_in_mid_fetch_is_told_and_what_came_is_kept(
    shelf: ModelShelf, site: Site, tmp_path: Path
) -> None:
    site.cut_after = [1_500_000]
    site.etags = ['"a"', '"b"']

    def take_away(progress: FetchProgress) -> None:
        if progress.done_bytes > 1_000_000 and not site.statuses:
            site.statuses = [(404, {})] * 9

    assert re.match(r"(The hub|ModelScope) has no Math-Q4_K_M\.gguf: it answers 404", fault(shelf, None, take_away).what)
    assert part(tmp_path, site.stated_sha256).stat().st_size >= 1_000_000
