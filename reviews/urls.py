from django.urls import URLPattern, URLResolver, include, path, register_converter

from reviews.converters import MonthConverter, VerbConverter
from reviews.views import circles, feeds, leaving, lessons, meetings, months, reading, screens, still_true, stories

register_converter(MonthConverter, "month")
register_converter(VerbConverter, "verb")

meeting_urls = [
    path("open/", meetings.open_, name="open_meeting"),
    path("", screens.meeting, name="meeting"),
    path("now/", screens.now, name="meeting_now"),
    path("told/INC-<int:number>/", screens.told, name="told_in_meeting"),
    path("plan/", meetings.plan, name="plan_meeting"),
    path("story/", stories.offer, name="offer_story"),
    path("story/off-record/", stories.off_record, name="take_off_record"),
    path("story/withdraw/", stories.withdraw, name="withdraw_story"),
    path("show/", meetings.show, name="show_topic"),
    path("more-time/", meetings.more_time, name="give_time"),
    path("present/", meetings.present, name="say_present"),
    path("lesson/", screens.lesson, name="tell_in_meeting"),
    path("AI-<int:number>/<verb:verb>/", screens.settle, name="settle_in_meeting"),
    path("close/", meetings.close, name="close_meeting"),
    path("minutes/", meetings.minutes, name="minutes"),
    path("minutes.pdf", leaving.minutes_pdf, name="minutes_pdf"),
]

month_urls: list[URLPattern | URLResolver] = [
    path("", months.month, name="month"),
    path("still-true/INC-<int:number>/", still_true.still_true, name="still_true"),
    path("feed/", feeds.feed, name="feed"),
    path("feed/change/", feeds.change_feed, name="change_feed"),
    path("feed/end/", feeds.remove_feed, name="remove_feed"),
    path("feed/<str:secret>/months.atom", feeds.months_feed, name="months_feed"),
    path("<month:chosen>/", months.month, name="past_month"),
    path("<month:chosen>/meeting/", include(meeting_urls)),
    path("<month:chosen>/month.pdf", leaving.month_pdf, name="month_pdf"),
    path("<month:chosen>/month.md", leaving.month_as_markdown, name="month_markdown"),
    path("<month:chosen>/measures.csv", leaving.measures_csv, name="measures_csv"),
    path("<month:chosen>/measures/<slug:key>/", months.measure, name="measure"),
]

lesson_urls = [
    path("", lessons.lessons, name="lessons"),
    path("INC-<int:number>/tell/", lessons.tell, name="tell_lesson"),
    path("<int:pk>/take-up/", lessons.take_up, name="take_lesson_up"),
    path("<int:pk>/not-for-us/", lessons.not_for_us, name="decline_lesson"),
]

circle_urls = [
    path("", circles.circles, name="circles"),
    path("new/", circles.new_circle, name="new_circle"),
    path("<slug:slug>/", circles.edit_circle, name="edit_circle"),
]

app_name = "reviews"
urlpatterns = [
    path("monthly-review/", include(month_urls)),
    path("lessons/", include(lesson_urls)),
    path("post-mortems/INC-<int:number>/read/", reading.note, name="note_reading"),
    path("administration/circles/", include(circle_urls)),
    path("administration/reading/", reading.policy, name="reading_policy"),
]
