"""Where the settings pages are found."""

from django.urls import include, path

from integrations.pages import connections, mappings, runs

app_name = "integrations"

one_provider = [
    path("connect", connections.connect, name="connect"),
    path("disconnect", connections.disconnect, name="disconnect"),
    path("pause", connections.pause, name="pause"),
    path("resume", connections.resume, name="resume"),
    path("sync", runs.sync_now, name="sync"),
    path("mappings", mappings.mappings, name="mappings"),
    path("mappings/auto", mappings.auto, name="auto"),
    path("mappings/<uuid:mapping_id>", mappings.change, name="mapping"),
    path("mappings/<uuid:mapping_id>/choose", mappings.choose, name="choose"),
    path("history", runs.history, name="history"),
    path("history/<uuid:job_id>", runs.job, name="job"),
    path("history/<uuid:job_id>/cancel", runs.cancel, name="cancel"),
    path("issues", runs.issues, name="issues"),
    path("issues/<uuid:issue_id>", runs.set_issue, name="issue"),
]

urlpatterns = [
    path("integrations", connections.catalogue_page, name="catalogue"),
    path("integrations/<slug:provider>", connections.one_provider, name="provider"),
    path("integrations/<slug:provider>/", include(one_provider)),
]
