"""`python -m cordee.plumbing.tests.probe_worker [PATIENCE]`: a real worker, that knows the jobs of the tests."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from cordee.plumbing import worker  # noqa: E402
from cordee.plumbing.tests import probe_jobs  # noqa: E402, F401 - declares them

if __name__ == "__main__":
    worker.PATIENCE = float(sys.argv[1]) if len(sys.argv) > 1 else worker.PATIENCE
    worker.work()
