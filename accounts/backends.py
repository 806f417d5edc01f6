"""How an address and a password become a person."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.http import HttpRequest

from accounts.entrance import person_at
from accounts.models import User
from accounts.reading import find_user


class EmailBackend(AuthenticationBackend):
    """Looks a person up by the one address they sign in with.

    A password is hashed exactly once per try, whether or not somebody has the address and whether
    or not they have a password, so that the time tells nothing (TRUST S8).
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """The person whose address and password these are, or None."""
        email, password = credentials.get("email"), credentials.get("password")
        if not email or not password:
            return None
        person = person_at(email)
        matches = (person or User(password=UNUSABLE_PASSWORD_PREFIX)).check_password(password)
        if person is None or not matches or not self.user_can_authenticate(person):
            return None
        return person

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, with what the request will ask of them; None who may not."""
        person = find_user(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None
