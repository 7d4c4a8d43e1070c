"""What set-up prepares from node_modules, and what happens when it is not there."""

from pathlib import Path

import pytest

from cordee.ui import assets

NODE_MODULES = assets.ROOT / "node_modules"
needs_node_modules = pytest.mark.skipif(not NODE_MODULES.is_dir(), reason="front-end libraries not installed")


def test_icons_are_found_in_templates_and_modules() -> None:
    names = assets.icons_in_use()

    assert {"search", "lock", "dot", "house", "arrow-right"} <= names


@needs_node_modules
def test_everything_in_use_exists(tmp_path: Path) -> None:
    assert assets.build(NODE_MODULES, tmp_path) == []

    sprite = (tmp_path / "icons.svg").read_text()
    assert '<symbol id="lock" viewBox="0 0 16 16">' in sprite
    assert "<svg" not in sprite[4:]
    for line in (tmp_path / "fonts.css").read_text().splitlines():
        if "url(" in line:
            assert (tmp_path / line.split('"')[1]).stat().st_size < 40_000


def test_without_the_libraries_it_says_so_and_writes_nothing(tmp_path: Path) -> None:
    said = assets.build(tmp_path / "absent", tmp_path / "into")

    assert len(said) == 3
    assert list((tmp_path / "into").iterdir()) == []


def test_a_name_no_icon_has_is_reported_and_the_others_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "bootstrap-icons" / "icons"
    folder.mkdir(parents=True)
    (folder / "bell.svg").write_text('<svg class="bi">\n  <path d="M0 0"/>\n</svg>\n')

    missing = assets.build_sprite({"bell", "belle"}, tmp_path, tmp_path)

    assert missing == ["belle"]
    assert (tmp_path / "icons.svg").read_text().count("<symbol") == 1
