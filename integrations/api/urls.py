"""Where the API is found. `<org_id>` is an agency's id."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from integrations.api.views import (
    connections,
    field_mappings,
    health,
    integrations,
    issues,
    lettings,
    mappings,
    portfolio,
    quality,
    runs,
    signin,
    subscriptions,
    summary,
    support,
    twoway,
    unknown,
    webhooks,
)
from integrations.pages.callback import callback

app_name = "api"

one_provider = [
    path("callback", callback, name="callback"),
    path("integrations", integrations.Integrations.as_view(), name="integrations"),
    path("integrations/<uuid:org_id>", integrations.Integration.as_view(), name="integration"),
    path("connections", connections.Connections.as_view(), name="connections"),
    path("connections/<uuid:org_id>", connections.ConnectionEnd.as_view(), name="connection"),
    path("connections/<uuid:org_id>/rotate", connections.ConnectionSecret.as_view(), name="rotate"),
    path("connections/<uuid:org_id>/status", connections.ConnectionStatus.as_view(), name="status"),
    path("connections/<uuid:org_id>/oauth/callback", connections.OAuthCallback.as_view(), name="oauth_callback"),
    path("mappings/<uuid:org_id>", mappings.MappingList.as_view(), name="mappings"),
    path("mappings/<uuid:org_id>/auto", mappings.AutoMap.as_view(), name="auto"),
    path("mappings/<uuid:org_id>/<uuid:mapping_id>", mappings.Mapping.as_view(), name="mapping"),
    path("field-mappings/<uuid:org_id>", field_mappings.FieldMappings.as_view(), name="field_mappings"),
    path("field-mappings/<uuid:org_id>/<slug:kind>", field_mappings.FieldMapping.as_view(), name="field_mapping"),
    path(
        "field-mappings/<uuid:org_id>/<slug:kind>/test",
        field_mappings.FieldMappingTest.as_view(),
        name="field_mapping_test",
    ),
    path(
        "field-mappings/<uuid:org_id>/<slug:kind>/apply",
        field_mappings.FieldMappingApplied.as_view(),
        name="field_mapping_apply",
    ),
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
    path("quality/<uuid:org_id>", quality.Quality.as_view(), name="quality"),
    path("diagnostics/<uuid:org_id>", support.Diagnostics.as_view(), name="diagnostics"),
    path("conflicts/<uuid:org_id>", twoway.ConflictList.as_view(), name="conflicts"),
    path("conflicts/<uuid:org_id>/decide", twoway.ManyConflicts.as_view(), name="decide_many"),
    path("conflicts/<uuid:org_id>/<uuid:conflict_id>", twoway.Conflict.as_view(), name="conflict"),
    path("outbox/<uuid:org_id>", twoway.Outbox.as_view(), name="outbox"),
    path("outbox/<uuid:org_id>/<int:edit_id>", twoway.OutboxEdit.as_view(), name="outbox_edit"),
    path("outbox/<uuid:org_id>/<int:edit_id>/retry", twoway.OutboxRetry.as_view(), name="outbox_retry"),
    path("two-way/<uuid:org_id>", twoway.TwoWay.as_view(), name="two_way"),
    path("webhooks/<uuid:org_id>", webhooks.Receiver.as_view(), name="receiver"),
    path("webhooks/<uuid:org_id>/events", webhooks.EventList.as_view(), name="webhook_events"),
    path("webhooks/<uuid:org_id>/events/<int:event_id>/replay", webhooks.Replay.as_view(), name="replay_event"),
    path("summary/<uuid:org_id>", summary.Summary.as_view(), name="summary"),
]

urlpatterns = [
    path("auth/token", signin.TokenView.as_view(), name="token"),
    path("auth/token/refresh", signin.RefreshView.as_view(), name="refresh"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
    path("integrations/providers", connections.ProviderList.as_view(), name="providers"),
    path("integrations/<slug:provider>/", include(one_provider)),
    path("webhooks/", include(subscriptions.urlpatterns)),
    path("portfolio/edits", twoway.Edits.as_view(), name="edits"),
    path("portfolio/", include(portfolio.urlpatterns)),
    path("portfolio/", include(lettings.urlpatterns)),
    re_path("", unknown.Unknown.as_view()),
]
