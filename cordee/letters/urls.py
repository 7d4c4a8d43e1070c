"""Addresses of letters, under /personnes/; of those of the house, under /reglages/."""

from django.urls import path

from cordee.letters import house, views

urlpatterns = [
    path("<uuid:pk>/lettres", views.letters, name="person_letters"),
    path("<uuid:pk>/lettres/<slug:code>", views.write, name="write_letter"),
]

of_house = [
    path("lettres", house.house_letters, name="house_letters"),
    path("lettres/nouvelle", house.new_letter, name="new_letter"),
    path("lettres/<slug:code>", house.house_letter, name="house_letter"),
    path("lettres/<slug:code>/retirer", house.withdraw, name="withdraw_letter"),
    path("lettres/<slug:code>/reprendre", house.put_back, name="put_back_letter"),
]
