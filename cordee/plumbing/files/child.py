"""The process a file is opened in. It gives up its means before reading a byte: memory, time, files, secrets.

Started by `checking` with an almost empty environment: `python -I child.py EXTENSION DECLARED < file`. Answers one
line of JSON ({"media", "extension"} or {"refused": code}), then the cleaned content.
"""

import json
import resource
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def give_up_means() -> None:
    from cordee.plumbing.files.limits import MEMORY, PROCESSOR_SECONDS

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no memory of somebody's paper left on a disk
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    if sys.platform == "linux":  # elsewhere the limit is not honoured, or refused
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def answer(told: dict[str, str], content: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + content)


def main() -> None:
    from cordee.plumbing.files.inspecting import examine
    from cordee.plumbing.files.kinds import Refused

    extension, declared = sys.argv[1:3]
    try:
        clean = examine(sys.stdin.buffer.read(), extension=extension, declared=declared)
    except Refused as refused:
        answer({"refused": refused.code})
    except (MemoryError, RecursionError):
        answer({"refused": "bomb"})
    else:
        answer({"media": clean.media, "extension": clean.extension}, clean.content)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    give_up_means()
    main()
