"""Addresses of orientation decisions, under /orientations/decisions; a person's own, under /personnes/."""

from django.urls import path

from cordee.referrals.decisions import naming, views
from cordee.referrals.decisions.gestures import KINDS

urlpatterns = [
    path("decisions", views.decisions, name="decisions"),
    path("decisions/notifier", views.notify_together, name="notify_together"),
    path("decisions/voies", naming.house_lanes, name="house_lanes"),
    path("decisions/delais", views.delays, name="decision_delays"),
    path("decisions/<uuid:pk>/decider", views.decide, name="decide"),
    path("decisions/<uuid:pk>/courrier", views.letter, name="decision_letter"),
    *(
        path(f"decisions/<uuid:pk>/{kind.code}", views.gesture_view(kind), name=kind.url_name)
        for kind in KINDS
    ),
]
of_person = [
    path("<uuid:pk>/orientation", views.orientation, name="orientation"),
    path("<uuid:pk>/orientation/attendre", views.await_orientation, name="await_orientation"),
]
