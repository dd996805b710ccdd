# InverTrack for docker-compose.yml: code, packages and collected static files, and no secret.
# `tests/operations/test_compose.py` holds what is said here against the rest of the repository, and
# `tests/e2e/test_processes.py` lays the same files together and runs them.

# Front end -------------------------------------------------------------------------------------
FROM node:24-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=optional --ignore-scripts --no-audit --no-fund --no-update-notifier
COPY .ci/vendor .ci/vendor
COPY assets assets
RUN .ci/vendor

# Python packages -------------------------------------------------------------------------------
# Wheels only: nothing is compiled, and no package's own set-up code runs.
FROM python:3.13-slim AS packages
COPY requirements/run.txt /tmp/run.txt
RUN python -m venv --without-pip /opt/venv && \
    pip --python /opt/venv/bin/python install --no-cache-dir --disable-pip-version-check \
        --only-binary=:all: --require-hashes --requirement /tmp/run.txt

# The checkout, with what is made from it once ----------------------------------------------------
FROM packages AS checkout
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /app
COPY manage.py ./
COPY static static
COPY templates templates
COPY invertrack invertrack
COPY --from=front-end /app/var/vendor var/vendor
# Reading the settings wants a secret; this one is random and forgotten with the command.
RUN INVERTRACK_MODE=local SECRET_KEY="$(python -c 'import secrets; print(secrets.token_hex())')" \
    python manage.py collectstatic --no-input --verbosity=0
RUN python -m compileall -q invertrack

# What runs -------------------------------------------------------------------------------------
FROM python:3.13-slim AS final
# Everything belongs to root and is only read by the one who runs it: nobody else's number.
RUN groupadd --gid=10001 invertrack && \
    useradd --uid=10001 --gid=10001 --no-create-home --shell=/usr/sbin/nologin invertrack
COPY --from=packages /opt/venv /opt/venv
COPY --from=checkout /app /app
ENV PATH=/opt/venv/bin:$PATH
ENV PYTHONDONTWRITEBYTECODE=1
ENV PYTHONUNBUFFERED=1
WORKDIR /app
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --start-interval=1s --retries=3 \
    CMD ["python", "-m", "invertrack.operations.health", "http://127.0.0.1:8000/healthz"]
CMD ["python", "manage.py", "web", "--host=0.0.0.0", "--port=8000"]
