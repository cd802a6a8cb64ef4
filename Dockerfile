# Two images: `app` runs the programs, migrate.py and the doctor; `postgres` is PostgreSQL with pg_cron.

FROM python:3.13-slim AS app
# A container is reached from outside.
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOST=0.0.0.0
WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes --no-deps --only-binary=:all: -r requirements.lock
COPY pyproject.toml migrate.py listener.py one_process.py providers.py settings.py logs.py startup.py watchdog.py error_reports.py http_server.py postgres.py figures.py ./
COPY migration migration
COPY sql sql
COPY bot bot
COPY consumer consumer
COPY gateways gateways
COPY texts texts
COPY web web
# `python -m scripts.shop doctor` and `owner-link`, for the service `tools`.
COPY scripts scripts
USER 10001
CMD ["python", "-m", "bot"]

FROM postgres:17-bookworm AS postgres
RUN apt-get update \
  && apt-get install -y --no-install-recommends postgresql-17-cron \
  && rm -rf /var/lib/apt/lists/*
COPY sql/bootstrap.sql /usr/share/tickover/bootstrap.sql
COPY scripts/postgres-bootstrap.sh /usr/share/tickover/bootstrap.sh
COPY scripts/postgres-init.sh /docker-entrypoint-initdb.d/tickover.sh
# pg_cron connects over the socket as the job's role; a failed statement is not logged, because it may
# contain a secret.
CMD ["postgres", \
  "-c", "shared_preload_libraries=pg_cron", \
  "-c", "cron.database_name=tickover", \
  "-c", "cron.host=/var/run/postgresql", \
  "-c", "cron.use_background_workers=off", \
  "-c", "log_min_error_statement=panic", \
  "-c", "timezone=UTC"]
