"""Tests of programmes. `sixth.toml` is an invented programme for which no code was written."""
