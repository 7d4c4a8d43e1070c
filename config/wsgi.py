"""The application granian serves. Refuses to start where row-level security could be bypassed."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from cordee.home.startup import refuse_unsafe_start  # noqa: E402  # needs the applications loaded
from cordee.plumbing.memory import settle  # noqa: E402

refuse_unsafe_start()
settle()
