"""Which routes the site has, asked of its URL configuration, so that no test forgets one."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def named_routes(namespace: str) -> Iterator[tuple[str, list[str]]]:
    """Every named route of a namespace, with the names of its arguments."""
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.namespace == namespace:
            yield from _below(resolver, namespace, list(resolver.pattern.converters))


def _below(resolver: URLResolver, namespace: str, taken: list[str]) -> Iterator[tuple[str, list[str]]]:
    for route in resolver.url_patterns:
        names = [*taken, *route.pattern.converters]
        if isinstance(route, URLResolver):
            yield from _below(route, namespace, names)
        elif isinstance(route, URLPattern) and route.name:
            yield f"{namespace}:{route.name}", names
