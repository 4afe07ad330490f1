from django.urls import path

from notifications import views_unsubscribe

app_name = "notifications"
urlpatterns = [
    path("unsubscribe/<str:token>/", views_unsubscribe.unsubscribe, name="unsubscribe"),
]
