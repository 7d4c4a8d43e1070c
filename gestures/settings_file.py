"""The settings our PostgreSQL runs with, rewritten at each start."""

from __future__ import annotations

import os
from pathlib import Path

GIBIBYTE = 1 << 30

COMMON = """\
# Written by ./do at each start: changes made here are lost.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 60
random_page_cost = 1.1
effective_io_concurrency = 100
work_mem = 16MB
maintenance_work_mem = 128MB
jit = off
track_io_timing = on
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
password_encryption = 'scram-sha-256'
# An error, its detail or its statement may quote a person: none is written to the log, the client gets them.
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""

DURABLE = """\
max_wal_size = 1GB
min_wal_size = 128MB
wal_compression = on
"""

# A throwaway cluster: what a crash loses is thrown away anyway.
THROWAWAY = """\
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 1GB
"""


def server_settings(sockets: Path, *, durable: bool) -> str:
    """cordee.conf for this machine."""
    buffers = "256MB" if _memory() >= 4 * GIBIBYTE else "128MB"
    return (
        COMMON
        + f"unix_socket_directories = '{str(sockets).replace(chr(39), chr(39) * 2)}'\n"
        + f"shared_buffers = {buffers}\n"
        + f"effective_cache_size = {max(_memory() // 3, GIBIBYTE // 2) // (1 << 20)}MB\n"
        + (DURABLE if durable else THROWAWAY)
    )


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
