from django.urls import path

from postmortems.views import search

app_name = "postmortems"
urlpatterns = [
    path("search/", search.search, name="search"),
]
