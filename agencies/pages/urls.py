"""Where the pages about the agency and its people are found."""

from django.urls import path

from agencies.pages import switching

app_name = "agencies"

urlpatterns = [
    path("agency/switch", switching.switch, name="switch"),
]
