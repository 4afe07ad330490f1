from django.urls import include, path, register_converter

from reviews.converters import MonthConverter
from reviews.views import lessons, months

register_converter(MonthConverter, "month")

month_urls = [
    path("", months.month, name="month"),
    path("<month:chosen>/", months.month, name="past_month"),
    path("<month:chosen>/measures/<slug:key>/", months.measure, name="measure"),
]

lesson_urls = [
    path("", lessons.lessons, name="lessons"),
    path("INC-<int:number>/tell/", lessons.tell, name="tell_lesson"),
    path("<int:pk>/take-up/", lessons.take_up, name="take_lesson_up"),
    path("<int:pk>/not-for-us/", lessons.not_for_us, name="decline_lesson"),
]

app_name = "reviews"
urlpatterns = [
    path("monthly-review/", include(month_urls)),
    path("lessons/", include(lesson_urls)),
]
