"""Where allauth asks us back."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

RETURN_KEY = "return_to"


class AccountAdapter(DefaultAccountAdapter):
    """After log-in lead back to the page that sent the person here, such as an invitation."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return request.session.pop(RETURN_KEY, None) or super().get_login_redirect_url(request)
