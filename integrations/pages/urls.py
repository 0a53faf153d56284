"""Where the settings pages are found."""

from django.urls import include, path

from integrations.pages import agency, connections, history, issues, mappings, runs, undoing

app_name = "integrations"

one_provider = [
    path("connect", connections.connect, name="connect"),
    path("disconnect", connections.disconnect, name="disconnect"),
    path("settings", connections.settings, name="settings"),
    path("pause", connections.pause, name="pause"),
    path("resume", connections.resume, name="resume"),
    path("sync", runs.sync_now, name="sync"),
    path("mappings", mappings.mappings, name="mappings"),
    path("mappings/auto", mappings.auto, name="auto"),
    path("mappings/<uuid:mapping_id>", mappings.change, name="mapping"),
    path("mappings/<uuid:mapping_id>/choose", mappings.choose, name="choose"),
    path("history", history.history, name="history"),
    path("history/<uuid:job_id>", runs.job, name="job"),
    path("history/<uuid:job_id>/progress", runs.progress, name="progress"),
    path("history/<uuid:job_id>/cancel", runs.cancel, name="cancel"),
    path("history/<uuid:job_id>/undo", undoing.undo, name="undo"),
    path("issues", issues.issues, name="issues"),
    path("issues/retry", issues.retry, name="retry"),
    path("issues/<uuid:issue_id>", issues.set_issue, name="issue"),
]

urlpatterns = [
    path("agency", agency.agency, name="agency"),
    path("integrations", connections.catalogue_page, name="catalogue"),
    path("integrations/issues", issues.all_issues, name="all_issues"),  # before the providers: none is called so
    path("integrations/<slug:provider>", connections.one_provider, name="provider"),
    path("integrations/<slug:provider>/", include(one_provider)),
]
