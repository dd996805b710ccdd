"""Is the process alive, and is it ready to serve?"""

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process does; touches nothing else."""
    return JsonResponse({"status": "alive"})


@require_safe
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 once the database is there and migrated, else 503 with the reason."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:  # the connection may be lost, or closed under us
        return JsonResponse({"status": "no database"}, status=503, headers={"Retry-After": "2"})
    if waiting:
        return JsonResponse(
            {"status": "migrations waiting"}, status=503, headers={"Retry-After": "5"}
        )
    return JsonResponse({"status": "ready"})
