"""Where the portfolio's pages are found."""

from django.urls import path

from integrations.pages.portfolio import editing, exports, leases, properties, transactions

app_name = "portfolio"

urlpatterns = [
    path("properties", properties.properties, name="properties"),
    path("properties/<uuid:pk>", properties.one_property, name="property"),
    path("properties/<uuid:pk>/jobs/new", editing.new_job, name="new_job"),
    path("edit/<slug:kind>/<uuid:pk>", editing.edit, name="edit"),
    path("leases", leases.leases, name="leases"),
    path("leases/<uuid:pk>", leases.one_lease, name="lease"),
    path("transactions", transactions.transactions, name="transactions"),
    path("transactions.csv", exports.as_csv, name="transactions_csv"),
    path("transactions.xlsx", exports.as_xlsx, name="transactions_xlsx"),
]
