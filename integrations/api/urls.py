"""Where the API is found. `<org_id>` is an agency's id."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from integrations.api.views import connections, health, issues, mappings, portfolio, runs, signin, summary, unknown
from integrations.pages.callback import callback

app_name = "api"

one_provider = [
    path("callback", callback, name="callback"),
    path("integrations", connections.Integrations.as_view(), name="integrations"),
    path("integrations/<uuid:org_id>", connections.Integration.as_view(), name="integration"),
    path("connections", connections.Connections.as_view(), name="connections"),
    path("connections/<uuid:org_id>", connections.ConnectionEnd.as_view(), name="connection"),
    path("connections/<uuid:org_id>/status", connections.ConnectionStatus.as_view(), name="status"),
    path("connections/<uuid:org_id>/oauth/callback", connections.OAuthCallback.as_view(), name="oauth_callback"),
    path("mappings/<uuid:org_id>", mappings.MappingList.as_view(), name="mappings"),
    path("mappings/<uuid:org_id>/auto", mappings.AutoMap.as_view(), name="auto"),
    path("mappings/<uuid:org_id>/<uuid:mapping_id>", mappings.Mapping.as_view(), name="mapping"),
    path("sync/full", runs.FullSync.as_view(), name="sync_full"),
    path("sync/incremental", runs.IncrementalSync.as_view(), name="sync_incremental"),
    path("sync/manual", runs.ManualSync.as_view(), name="sync_manual"),
    path("sync/jobs/<uuid:job_id>", runs.Job.as_view(), name="job"),
    path("sync/history/<uuid:org_id>", runs.History.as_view(), name="history"),
    path("issues/<uuid:org_id>", issues.IssueList.as_view(), name="issues"),
    path("issues/<uuid:org_id>/retry", issues.RetryAll.as_view(), name="retry_all"),
    path("issues/<uuid:org_id>/<uuid:issue_id>/retry", issues.Retry.as_view(), name="retry"),
    path("issues/<uuid:org_id>/<uuid:issue_id>", issues.Issue.as_view(), name="issue"),
    path("health/<uuid:org_id>", health.Health.as_view(), name="health"),
    path("summary/<uuid:org_id>", summary.Summary.as_view(), name="summary"),
]

urlpatterns = [
    path("auth/token", signin.TokenView.as_view(), name="token"),
    path("auth/token/refresh", signin.RefreshView.as_view(), name="refresh"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
    path("integrations/providers", connections.ProviderList.as_view(), name="providers"),
    path("integrations/<slug:provider>/", include(one_provider)),
    path("portfolio/", include(portfolio.urlpatterns)),
    re_path("", unknown.Unknown.as_view()),
]
