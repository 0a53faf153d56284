"""Tokens for programs and front ends on other hosts."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework_simplejwt.serializers import TokenObtainPairSerializer
from rest_framework_simplejwt.views import TokenObtainPairView, TokenRefreshView

from integrations.api.schema import operation
from integrations.api.serializers.fields import TextField
from integrations.api.throttles import SignIns


@extend_schema_serializer(component_name="SignIn")
class SignInSerializer(TokenObtainPairSerializer):
    """E-mail address and password. `username` is another word for `email`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = TextField(required=False, write_only=True)
        self.fields["username"] = TextField(required=False, write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, str]:
        """The pair of tokens."""
        email = attrs.get("email") or attrs.pop("username", None)
        if not email:
            raise serializers.ValidationError({"email": "This field is required."}, "required")
        pair = super().validate(attrs | {"email": email})
        # As any log-in: it clears the count of wrong passwords, sets the last log-in, and stands in the trail.
        user_logged_in.send(type(self.user), request=self.context["request"], user=self.user)
        return pair


class TokensSerializer(serializers.Serializer[Any]):
    """A token to send as `Authorization: Bearer`, and one to renew it with."""

    access = serializers.CharField()
    refresh = serializers.CharField()


class RefreshSerializer(serializers.Serializer[Any]):
    """The token that renews."""

    refresh = TextField()


class AccessSerializer(serializers.Serializer[Any]):
    """A fresh token."""

    access = serializers.CharField()


class TokenView(TokenObtainPairView):
    """Signs in."""

    throttle_classes = (SignIns,)
    serializer_class = SignInSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        """With Django's own request, on which the lock-out is noted and answered."""
        return {**super().get_serializer_context(), "request": self.request._request}

    @operation("auth_token", request=SignInSerializer, answers=TokensSerializer, errors=(400, 429), auth=[])
    def post(self, *args: Any, **kwargs: Any) -> Any:
        """A pair of tokens."""
        return super().post(*args, **kwargs)


class RefreshView(TokenRefreshView):
    """Renews a token."""

    throttle_classes = (SignIns,)

    @operation("auth_token_refresh", request=RefreshSerializer, answers=AccessSerializer, errors=(400,), auth=[])
    def post(self, *args: Any, **kwargs: Any) -> Any:
        """A fresh access token."""
        return super().post(*args, **kwargs)
