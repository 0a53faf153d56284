"""Answers that a client need not fetch twice: an entity tag on each, and 304 for a client that holds that one already.

The tag is a digest of the answer itself. So it changes with anything that is shown: a row, an owner linked to it, what the
role may see, the filter, the next page's address. A stamp per agency would save the few indexed queries of a page, and be
wrong the day one writer forgets to touch it."""

from hashlib import blake2b
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

KEPT = ("ETag", "Cache-Control", "Vary")


class Conditional(APIView):
    """A view whose good answers to GET carry a tag. They are for this person alone, and to be asked for again each time."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """The response, to be compared once it has been rendered."""
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ("Authorization", "Cookie"))
        if response.status_code == 200 and isinstance(response, Response):
            held = request.headers.get("If-None-Match", "")
            response.add_post_render_callback(lambda rendered: compared(rendered, held))
        return response


def compared(rendered: HttpResponse, held: str) -> HttpResponse | None:
    """304 where the client holds this very answer; None, for the answer itself, where it does not. Tags the answer."""
    tag = f'"{blake2b(rendered.content, digest_size=16).hexdigest()}"'
    rendered["ETag"] = tag
    tags = {each.removeprefix("W/") for each in parse_etags(held)} if held else set()
    if tag not in tags and "*" not in tags:
        return None
    unchanged = HttpResponseNotModified()
    for name in KEPT:
        unchanged[name] = rendered[name]
    return unchanged
