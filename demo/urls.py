"""Addresses of the demonstration; none elsewhere."""

from django.conf import settings
from django.urls import URLPattern, path


def addresses() -> list[URLPattern]:
    if not settings.DEMO:
        return []
    from demo import views

    return [path("demo/courrier", views.post, name="demo_post")]


urlpatterns = addresses()
