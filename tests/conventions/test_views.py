"""A view shows the template of its own name, says what it takes and gives, and reads by a door."""

import ast
import inspect
from pathlib import Path

import pytest
from django.urls import get_resolver

from .sources import PACKAGE, name, python

# Shown by a view of another name, and why.
OTHER_NAME = {
    "operations/anchor.html": "no page: what `manage.py bench` holds pages against",
    "core/mailbox.html": "the view is named for what it lists, because mailbox is a module beside it",
    "sessions/list.html": "the address is sessions:list; a view of that name would hide Python's list",
}
# Rows that a view may look up as Django gives them, because no patient owns them.
NO_DOOR = {
    "EmailAddress": "allauth's table of a person's own addresses",
}
DJANGO = {
    *(
        "all",
        "get",
        "filter",
        "exclude",
        "first",
        "last",
        "values",
        "values_list",
        "order_by",
        "raw",
    ),
    *("create", "get_or_create", "update_or_create", "bulk_create", "count", "exists", "in_bulk"),
    *("aggregate", "annotate", "select_related", "update", "delete", "iterator", "none", "latest"),
}


def views(resolver=None, namespace=""):
    """Yield (namespace, function) of every page that is ours and is a function."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from views(pattern, pattern.namespace or namespace)
        elif not hasattr(pattern.callback, "view_class"):
            view = inspect.unwrap(pattern.callback)
            if view.__module__.startswith("invertrack."):
                yield namespace, view


def shown(source: str) -> list[tuple[str, str]]:
    """Return (function, template) of each TemplateResponse; a name that is worked out is ""."""
    return [
        (function.name, _template(call))
        for function in ast.parse(source).body
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "TemplateResponse"
    ]


def _template(call: ast.Call) -> str:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "template"]
    argument = (call.args[1:2] or named or [None])[0]
    return argument.value if isinstance(argument, ast.Constant) else ""


def misnamed(source: str, app: str) -> list[str]:
    """Return what a views module shows under another name than its view's.

    A helper, named with an underscore, shows the template of some view beside it.
    """
    views = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    public = {f"{app}/{view}.html" for view in views if not view.startswith("_")}
    return [
        f"{function} shows {template or 'a template whose name is worked out'}"
        for function, template in shown(source)
        if template not in (public if function.startswith("_") else {f"{app}/{function}.html"})
        and template not in OTHER_NAME
    ]


def without_door(source: str) -> list[str]:
    """Return the reads and writes of a module that start from all rows of a table."""
    return [
        f"{node.value.value.id}.objects.{node.attr}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and node.attr in DJANGO
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in {"objects", "_default_manager", "_base_manager"}
        and isinstance(node.value.value, ast.Name)
        and node.value.value.id not in NO_DOOR
    ]


def unannotated(function) -> list[str]:
    """Return the parameters of a view without a type, and "return" for its answer."""
    signature = inspect.signature(function)
    parameters = [
        key for key, value in signature.parameters.items() if value.annotation is value.empty
    ]
    return parameters + ["return"] * (signature.return_annotation is signature.empty)


def view_modules() -> list[Path]:
    """Return where requests are answered: views, the charts' JSON, and parts of a views package."""
    return [
        path
        for path in python(PACKAGE)
        if path.stem in {"views", "charts"} or path.parent.name == "views"
    ]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('"sessions/edit.html"', []),
        ('"sessions/change.html"', ["edit shows sessions/change.html"]),
        ('"journals/edit.html"', ["edit shows journals/edit.html"]),
        ("chosen", ["edit shows a template whose name is worked out"]),
    ],
)
def test_a_template_of_another_name_is_found(template, found):
    source = f"def edit(request):\n    return TemplateResponse(request, {template}, {{}})\n"

    assert misnamed(source, "sessions") == found


def test_a_helper_shows_the_template_of_a_view_beside_it():
    source = """
def edit(request): ...
def _both(request): return TemplateResponse(request, "sessions/edit.html")
def _other(request): return TemplateResponse(request, "sessions/_other.html")
"""

    assert misnamed(source, "sessions") == ["_other shows sessions/_other.html"]


@pytest.mark.parametrize(
    ("read", "found"),
    [
        ("Session.objects.all()", ["Session.objects.all"]),
        ("Session.objects.get(id=1)", ["Session.objects.get"]),
        ("Session.objects.filter(id=1).first()", ["Session.objects.filter"]),
        ("Session.objects.for_patient(patient).filter(id=1)", []),
        ("EmailAddress.objects.filter(user=user)", []),
    ],
)
def test_a_read_without_a_door_is_found(read, found):
    assert without_door(f"rows = {read}") == found


def test_a_parameter_without_a_type_is_found():
    def view(request, session_id: int): ...

    assert unannotated(view) == ["request", "return"]


def test_templates_are_named_for_the_views_that_show_them():
    found = {
        name(path): misnamed(path.read_text(), path.relative_to(PACKAGE).parts[0])
        for path in view_modules()
    }

    assert {path: templates for path, templates in found.items() if templates} == {}


def test_templates_of_other_names_are_still_shown():
    templates = {template for path in view_modules() for _, template in shown(path.read_text())}

    assert set(OTHER_NAME) <= templates


def test_the_folder_of_a_page_is_the_namespace_of_its_address():
    apart = {
        f"{namespace}:{view.__name__}"
        for namespace, view in views()
        if namespace != view.__module__.split(".")[1]
    }

    assert apart == set()


def test_views_read_by_a_door():
    found = {name(path): without_door(path.read_text()) for path in view_modules()}

    assert {path: reads for path, reads in found.items() if reads} == {}


def test_views_say_what_they_take_and_give():
    found = {f"{namespace}:{view.__name__}": unannotated(view) for namespace, view in views()}

    assert {page: missing for page, missing in found.items() if missing} == {}
    assert len(found) > 20
