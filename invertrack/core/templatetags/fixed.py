"""Parts of a page that are the same for everyone, rendered once a process."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# Far more than there are parts of pages; a part that differs more often does not belong in here.
MOST_KEPT: Final = 4000
PLAIN: Final = (str, int, bool, dt.date, type(None))


class NotPlain(TypeError):
    """A fixed part was given something that could hold more than it shows."""


class FixedNode(template.Node):
    """What stands between ``{% fixed %}`` and ``{% endfixed %}``, kept for each set of its values."""

    def __init__(self, nodelist: NodeList, given: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.given = given
        self.kept: dict[tuple, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        values = [expression.resolve(context, True) for expression in self.given.values()]
        # 1 and True are one key of a dict, and no difference in a template.
        key = (_language(context), *values)
        found = self.kept.get(key)
        return self._render(context, key, values) if found is None else found

    def _render(self, context: Context, key: tuple, values: list) -> SafeString:
        for value in values:
            if not isinstance(value, PLAIN) or isinstance(value, dt.datetime):
                raise NotPlain(f"{{% fixed %}} takes words, numbers and dates, not {value!r}")
        # Nothing else of the page is in sight, so nothing of anybody can be kept.
        own = Context(dict(zip(self.given, values, strict=True)))
        with own.bind_template(context.template):
            rendered = self.nodelist.render(own)
        if len(self.kept) >= MOST_KEPT:
            self.kept.clear()
        self.kept[key] = rendered
        return rendered


def _language(context: Context) -> str | None:
    """Return the language of the page, asked for once a page: Django takes long to tell it."""
    shared = context.render_context.dicts[0]
    if FixedNode not in shared:
        shared[FixedNode] = get_language()
    return shared[FixedNode]


@register.tag
def fixed(parser: Parser, token: Token) -> FixedNode:
    """Render a part once for each set of the values it names: ``{% fixed score=day.pain %}``.

    Inside, only the named values exist: no request, no user, no person.
    """
    given = template.base.token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(("endfixed",))
    parser.delete_first_token()
    return FixedNode(nodelist, given)
