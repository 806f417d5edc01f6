"""`{% url %}` and `{% static %}` for addresses that are written out: found once, not on each page.

The header and the foot of every page have some forty of them, the same for everybody. The tags are
Django's own in everything else. The settings have every template know them, so `static` needs no
`{% load static %}`; where that stands, it is Django's again.
"""

from typing import Any

from django import template
from django.template import Context, Node
from django.template.base import FilterExpression, Parser, Token, Variable
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as compile_url
from django.templatetags import static as django_static
from django.utils.html import conditional_escape

from club.lib.urls import fixed_path

register = template.Library()


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Django's `url`."""
    node = compile_url(parser, token)
    written_out = all(map(_is_written_out, [node.view_name, *node.args]))
    return node if node.kwargs or node.asvar or not written_out else _FixedURLNode(node)


@register.tag
def static(parser: Parser, token: Token) -> Node:
    """Django's `static`."""
    node = django_static.do_static(parser, token)
    return node if node.varname or not _is_written_out(node.path) else _FixedStaticNode(node)


class _FixedURLNode(Node):
    child_nodelists = ()

    def __init__(self, node: URLNode) -> None:
        nothing = Context()
        self.name = node.view_name.resolve(nothing)
        self.args = tuple(arg.resolve(nothing) for arg in node.args)

    def render(self, context: Any) -> str:
        request = getattr(context, "request", None)
        match = getattr(request, "resolver_match", None)
        inside = getattr(request, "current_app", match.namespace if match else "")
        path = fixed_path(self.name, *self.args, inside=inside)
        return conditional_escape(path) if context.autoescape else path


class _FixedStaticNode(Node):
    child_nodelists = ()

    def __init__(self, node: django_static.StaticNode) -> None:
        self.node, self.found = node, ""

    def render(self, context: Any) -> str:
        self.found = self.found or self.node.url(context)
        return conditional_escape(self.found) if context.autoescape else self.found


def _is_written_out(expression: FilterExpression) -> bool:
    return not expression.filters and not isinstance(expression.var, Variable)
