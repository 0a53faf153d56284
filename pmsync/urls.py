"""Where everything is found."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.views.generic import RedirectView

from agencies.pages import passwords
from agencies.pages.admin_login import admin_login
from integrations.pages import health

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="integrations:catalogue"), name="home"),
    path("login", passwords.LogIn.as_view(), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("password", passwords.Change.as_view(), name="password_change"),
    path("password/reset", passwords.Reset.as_view(), name="password_reset"),
    path("password/reset/sent", passwords.ResetDone.as_view(), name="password_reset_done"),
    path("password/reset/<uidb64>/<token>", passwords.NewPassword.as_view(), name="password_reset_confirm"),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.prometheus),
    path("admin/login/", admin_login),
    path("admin/password_change/", RedirectView.as_view(pattern_name="password_change")),
    path("admin/", admin.site.urls),
    path("", include("agencies.pages.urls")),
    path("settings/", include("integrations.pages.urls")),
    path("portfolio/", include("integrations.pages.portfolio.urls")),
    path("api/", include("integrations.api.urls")),
]

handler400 = "integrations.pages.failures.bad_request"
handler403 = "integrations.pages.failures.forbidden"
handler404 = "integrations.pages.failures.not_found"
handler500 = "integrations.pages.failures.server_error"
