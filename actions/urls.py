from django.urls import path, re_path

from actions import views, views_bulk, views_calendar, views_items, views_links, views_lists
from actions.trackers import views as tickets

app_name = "actions"
urlpatterns = [
    path("", views.list_, name="list"),
    path("import/", views_items.import_items, name="import_items"),
    path("export/INC-<int:number>/", views_items.export_items, name="export_items"),
    path("add/INC-<int:number>/", views.add, name="add"),
    path("export.csv", views_lists.export_csv, name="export_csv"),
    path("teams/<slug:slug>/", views_lists.team, name="team"),
    path("bulk/", views_bulk.bulk, name="bulk"),
    path("calendars/", views_calendar.calendars, name="calendars"),
    path("calendars/change/", views_calendar.change_calendar, name="change_calendar"),
    path("calendars/remove/", views_calendar.remove_address, name="remove_calendar"),
    path("calendar/<str:secret>.ics", views_calendar.calendar, name="calendar"),
    path("from-mail/<str:token>/", views_links.settle, name="settle"),
    path("links-in-mail/", views_links.link_policy, name="link_policy"),
    path("AI-<int:number>/", views.detail, name="detail"),
    path("AI-<int:number>/edit/", views.edit, name="edit"),
    path("AI-<int:number>/commit/", views.commit, name="commit"),
    path("AI-<int:number>/start/", views.start, name="start"),
    path("AI-<int:number>/complete/", views.complete, name="complete"),
    path("AI-<int:number>/decline/", views.decline, name="decline"),
    path("AI-<int:number>/reschedule/", views.reschedule, name="reschedule"),
    path("AI-<int:number>/hand-over/", views.hand_over, name="hand_over"),
    path("AI-<int:number>/accept/", views.accept, name="accept"),
    path("AI-<int:number>/refuse/", views.refuse, name="refuse"),
    path("AI-<int:number>/withdraw/", views.withdraw, name="withdraw"),
    path("AI-<int:number>/reopen/", views.reopen, name="reopen"),
    path("AI-<int:number>/note/", views.note, name="note"),
    path("AI-<int:number>/ticket/", tickets.ticket, name="ticket"),
    path("AI-<int:number>/ticket/unlink/", tickets.ticket_unlink, name="ticket_unlink"),
    path("AI-<int:number>/ticket/retry/", tickets.ticket_retry, name="ticket_retry"),
    path("AI-<int:number>/ticket/keep-open/", tickets.ticket_keep_open, name="ticket_keep_open"),
    path("trackers/", tickets.trackers, name="trackers"),
    path("trackers/add/", tickets.tracker_add, name="tracker_add"),
    path("trackers/<int:pk>/", tickets.tracker_edit, name="tracker_edit"),
    path("trackers/<int:pk>/check/", tickets.tracker_check, name="tracker_check"),
    path("trackers/hook/<uuid:hook>/", tickets.tracker_hook, name="tracker_hook"),
    re_path(r"^(?P<alias>[A-Za-z][A-Za-z0-9]+(?:-[A-Za-z0-9]+)+)/$", views_items.by_alias, name="by_alias"),
]
