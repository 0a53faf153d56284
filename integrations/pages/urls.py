"""Where the settings pages are found."""

from django.urls import include, path

from integrations.pages import (
    agency,
    connection_health,
    connections,
    fields,
    files,
    history,
    issue_rows,
    issues,
    mappings,
    quality,
    runs,
    signing_in,
    support,
    undoing,
    wizard,
    wizard_mappings,
)
from integrations.pages.twoway import conflicts, outgoing
from integrations.pages.webhooks import receiving, subscriptions

app_name = "integrations"

one_provider = [
    path("connect", signing_in.connect, name="connect"),
    path("secret", signing_in.secret, name="secret"),
    path("secret/forget", signing_in.forget_previous, name="forget_previous"),
    path("disconnect", connections.disconnect, name="disconnect"),
    path("settings", connections.settings, name="settings"),
    path("settings/two-way", outgoing.two_way, name="two_way"),
    path("outgoing", outgoing.outgoing, name="outgoing"),
    path("outgoing/<int:edit_id>/retry", outgoing.retry, name="retry_edit"),
    path("outgoing/<int:edit_id>/drop", outgoing.drop, name="drop_edit"),
    path("conflicts", conflicts.conflicts, name="conflicts"),
    path("conflicts/many", conflicts.decide_many, name="decide_many"),
    path("conflicts/<uuid:conflict_id>", conflicts.decide, name="decide"),
    path("settings/detail", support.detail, name="detail"),
    path("settings/diagnostics", support.download, name="diagnostics"),
    path("pause", connections.pause, name="pause"),
    path("resume", connections.resume, name="resume"),
    path("sync", runs.sync_now, name="sync"),
    path("mappings", mappings.mappings, name="mappings"),
    path("mappings/auto", mappings.auto, name="auto"),
    path("mappings/<uuid:mapping_id>", mappings.change, name="mapping"),
    path("mappings/<uuid:mapping_id>/choose", mappings.choose, name="choose"),
    path("files", files.files, name="files"),
    path("files/take", files.take_files, name="take_files"),
    path("files/upload", files.upload, name="upload"),
    path("files/<uuid:file_id>/again", files.read_again, name="read_file_again"),
    path("fields", fields.fields, name="fields"),
    path("fields/<slug:kind>", fields.field_kind, name="field_kind"),
    path("fields/<slug:kind>/apply", fields.field_apply, name="field_apply"),
    path("history", history.history, name="history"),
    path("history/<uuid:job_id>", runs.job, name="job"),
    path("history/<uuid:job_id>/progress", runs.progress, name="progress"),
    path("history/<uuid:job_id>/cancel", runs.cancel, name="cancel"),
    path("history/<uuid:job_id>/undo", undoing.undo, name="undo"),
    path("webhooks", receiving.webhooks, name="webhooks"),
    path("webhooks/change", receiving.change, name="change_webhooks"),
    path("webhooks/events/<int:event_id>/replay", receiving.replay, name="replay_event"),
    path("health", connection_health.health, name="health"),
    path("quality", quality.quality, name="quality"),
    path("quality/rule", quality.set_quality_rule, name="set_quality_rule"),
    path("issues", issues.issues, name="issues"),
    path("issues/retry", issues.retry, name="retry"),
    path("issues/group", issue_rows.group, name="issue_group"),
    path("issues/correction", issue_rows.correction, name="correction"),
    path("issues/rows.csv", issue_rows.as_csv, name="rows_csv"),
    path("issues/rows.xlsx", issue_rows.as_xlsx, name="rows_xlsx"),
    path("issues/<uuid:issue_id>", issues.set_issue, name="issue"),
    path("issues/<uuid:issue_id>/row", issue_rows.row, name="issue_row"),
    path("issues/<uuid:issue_id>/retry", issue_rows.retry_row, name="retry_row"),
]

# Before the providers: none is called so.
importing = [
    path("files/<uuid:file_id>", wizard.pick, name="import_pick"),
    path("columns", wizard_mappings.column_mappings, name="column_mappings"),
    path("columns/<uuid:columns_id>", wizard_mappings.column_mapping, name="column_mapping"),
    path("columns/<uuid:columns_id>/rename", wizard_mappings.rename_mapping, name="rename_mapping"),
    path("columns/<uuid:columns_id>/delete", wizard_mappings.delete_mapping, name="delete_mapping"),
    path("columns/<uuid:columns_id>/copy", wizard_mappings.copy_mapping, name="copy_mapping"),
    path("<uuid:import_id>", wizard.one_import, name="import"),
    path("<uuid:import_id>/list", wizard.choose_list, name="import_list"),
    path("<uuid:import_id>/columns", wizard.columns, name="import_columns"),
    path("<uuid:import_id>/check", wizard.check, name="import_check"),
    path("<uuid:import_id>/check/progress", wizard.check_progress, name="import_progress"),
    path("<uuid:import_id>/confirm", wizard.confirm, name="import_confirm"),
    path("<uuid:import_id>/abandon", wizard.abandon, name="import_abandon"),
]

own_systems = [
    path("add", subscriptions.add, name="add_subscription"),
    path("<uuid:subscription_id>", subscriptions.subscription, name="subscription"),
    path("<uuid:subscription_id>/edit", subscriptions.edit, name="edit_subscription"),
    path("<uuid:subscription_id>/step", subscriptions.step, name="subscription_step"),
    path("<uuid:subscription_id>/deliveries/<uuid:delivery_id>/resend", subscriptions.resend, name="resend_delivery"),
]

urlpatterns = [
    path("agency", agency.agency, name="agency"),
    path("webhooks", subscriptions.subscriptions, name="subscriptions"),
    path("webhooks/", include(own_systems)),
    path("integrations", connections.catalogue_page, name="catalogue"),
    path("integrations/issues", issues.all_issues, name="all_issues"),  # before the providers: none is called so
    path("integrations/import", wizard.imports, name="imports"),
    path("integrations/import/", include(importing)),
    path("integrations/<slug:provider>", connections.one_provider, name="provider"),
    path("integrations/<slug:provider>/", include(one_provider)),
]
