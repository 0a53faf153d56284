"""What a load balancer and a monitor ask: is the process up, can it do its work, and what do the counters say?"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST

from integrations.observing import metrics
from integrations.observing.readiness import readiness


def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the process answers."""
    return JsonResponse({"status": "up"})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 once the database answers and every migration is applied; else 503, saying what is missing. Trouble with the
    broker or the clock is told and does not take the site away from people."""
    found = readiness()
    body = {"status": found.status, "missing": found.missing, "troubled": found.troubled}
    return JsonResponse(body, status=503 if found.missing else 200)


def prometheus(request: HttpRequest) -> HttpResponse:
    """The numbers, for those who send METRICS_TOKEN. Nobody else learns that they are here."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(sent, settings.METRICS_TOKEN):
        raise Http404
    return HttpResponse(metrics.latest(), content_type=CONTENT_TYPE_LATEST)
