"""Where allauth asks us back."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

RETURN_KEY = "return_to"


class AccountAdapter(DefaultAccountAdapter):
    """After log-in lead back to the page that sent the person here, such as an invitation."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return request.session.pop(RETURN_KEY, None) or super().get_login_redirect_url(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Likewise for the first log-in, once the address is proven."""
        return request.session.pop(RETURN_KEY, None) or super().get_signup_redirect_url(request)
