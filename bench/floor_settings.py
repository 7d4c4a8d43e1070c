"""Cordée's own settings, with the floors' addresses added."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.floor_pages"
