"""Tokens for programs and front ends on other hosts."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework_simplejwt.serializers import TokenObtainPairSerializer, TokenRefreshSerializer
from rest_framework_simplejwt.views import TokenObtainPairView, TokenRefreshView

from integrations.api.schema import operation


@extend_schema_serializer(component_name="SignIn")
class SignInSerializer(TokenObtainPairSerializer):
    """E-mail address and password. `username` is another word for `email`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = serializers.CharField(required=False, write_only=True)
        self.fields["username"] = serializers.CharField(required=False, write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, str]:
        """The pair of tokens."""
        email = attrs.get("email") or attrs.pop("username", None)
        if not email:
            raise serializers.ValidationError({"email": "This field is required."}, "required")
        return super().validate(attrs | {"email": email})


class TokensSerializer(serializers.Serializer[Any]):
    """A token to send as `Authorization: Bearer`, and one to renew it with."""

    access = serializers.CharField()
    refresh = serializers.CharField()


class AccessSerializer(serializers.Serializer[Any]):
    """A fresh token."""

    access = serializers.CharField()


class TokenView(TokenObtainPairView):
    """Signs in."""

    serializer_class = SignInSerializer

    @operation("auth_token", request=SignInSerializer, answers=TokensSerializer, errors=(400,), auth=[])
    def post(self, *args: Any, **kwargs: Any) -> Any:
        """A pair of tokens."""
        return super().post(*args, **kwargs)


class RefreshView(TokenRefreshView):
    """Renews a token."""

    @operation("auth_token_refresh", request=TokenRefreshSerializer, answers=AccessSerializer, errors=(400,), auth=[])
    def post(self, *args: Any, **kwargs: Any) -> Any:
        """A fresh access token."""
        return super().post(*args, **kwargs)
