"""Pages about people: the first run, coming in, oneself, the agreement, teams, and their administration."""

from django.urls import URLPattern, path

from people.views import agreement, first_run, invitations, mine, people, profile, teams

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("first-run/", first_run.first_run, name="first_run"),
    path("invitation/<str:token>/", invitations.accept, name="accept"),
    path("mine/", mine.mine, name="mine"),
    path("profile/", profile.profile, name="profile"),
    path("profile/password/", profile.password, name="password"),
    path("agreement/", agreement.agreement, name="agreement"),
    path("agreement/read/", agreement.read_agreement, name="read_agreement"),
    path("agreement/edit/", agreement.edit_agreement, name="edit_agreement"),
    path("agreement/versions/", agreement.agreement_versions, name="agreement_versions"),
    path("agreement/versions/<int:pk>/", agreement.agreement_version, name="agreement_version"),
    path("teams/<slug:slug>/", teams.team, name="team"),
    path("administration/", people.administration, name="administration"),
    path("administration/people/", people.people, name="people"),
    path("administration/people/<int:pk>/", people.person, name="person"),
    path("administration/people/<int:pk>/deactivate/", people.deactivate, name="deactivate"),
    path("administration/people/<int:pk>/reactivate/", people.reactivate, name="reactivate"),
    path("administration/people/<int:pk>/hand-over/", people.hand_over_reset, name="hand_over_reset"),
    path("administration/invitations/", invitations.invitations, name="invitations"),
    path(
        "administration/invitations/<int:pk>/again/",
        invitations.send_invitation_again,
        name="send_invitation_again",
    ),
    path(
        "administration/invitations/<int:pk>/withdraw/",
        invitations.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(
        "administration/invitations/<int:pk>/hand-over/",
        invitations.hand_over_invitation,
        name="hand_over_invitation",
    ),
    path("administration/teams/", teams.teams, name="teams"),
    path("administration/teams/new/", teams.new_team, name="new_team"),
    path("administration/teams/<slug:slug>/", teams.edit_team, name="edit_team"),
    path("administration/audit/", people.audit_log, name="audit_log"),
]
