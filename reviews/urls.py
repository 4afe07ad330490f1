from django.urls import path, register_converter

from reviews import views
from reviews.converters import MonthConverter

register_converter(MonthConverter, "month")

app_name = "reviews"
urlpatterns = [
    path("", views.month, name="month"),
    path("<month:chosen>/", views.month, name="past_month"),
    path("<month:chosen>/measures/<slug:key>/", views.measure, name="measure"),
]
