"""Where everything is found."""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from django.views.generic import RedirectView

from integrations.pages import health

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="integrations:catalogue"), name="home"),
    path("login", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("admin/", admin.site.urls),
    path("settings/", include("agencies.pages.urls")),
    path("settings/", include("integrations.pages.urls")),
    path("api/", include("integrations.api.urls")),
]

handler400 = "integrations.pages.failures.bad_request"
handler403 = "integrations.pages.failures.forbidden"
handler404 = "integrations.pages.failures.not_found"
handler500 = "integrations.pages.failures.server_error"
