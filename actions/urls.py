from django.urls import path

from actions import views

app_name = "actions"
urlpatterns = [
    path("", views.list_, name="list"),
    path("add/INC-<int:number>/", views.add, name="add"),
    path("AI-<int:number>/", views.detail, name="detail"),
    path("AI-<int:number>/edit/", views.edit, name="edit"),
    path("AI-<int:number>/commit/", views.commit, name="commit"),
    path("AI-<int:number>/start/", views.start, name="start"),
    path("AI-<int:number>/complete/", views.complete, name="complete"),
    path("AI-<int:number>/decline/", views.decline, name="decline"),
    path("AI-<int:number>/reschedule/", views.reschedule, name="reschedule"),
    path("AI-<int:number>/hand-over/", views.hand_over, name="hand_over"),
    path("AI-<int:number>/reopen/", views.reopen, name="reopen"),
    path("AI-<int:number>/note/", views.note, name="note"),
]
