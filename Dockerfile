# The three processes of Dichtbij, one target each:
#   docker build --target counter -t dichtbij-counter .
#   docker build --target actions -t dichtbij-actions .
#   docker build --target bot     -t dichtbij-bot .
# deploy/compose.yml builds and runs them together. Settings and passwords come from outside when a container starts;
# nothing in here holds any. The locks are for x86-64, so that is what the images are.

FROM --platform=linux/amd64 node:22-bookworm-slim AS front
WORKDIR /build/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web ./
RUN node build.mjs

FROM --platform=linux/amd64 python:3.11-slim-bookworm AS base
# Bytecode is made once, at installing: importing Rasa takes 6 s with it and 14 s without.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/app/var
WORKDIR /app
# The program belongs to root and can't be changed by what runs it; only /app/var can be written.
RUN useradd --system --uid 10001 --home-dir /app/var --shell /usr/sbin/nologin dichtbij \
    && install --directory --owner=dichtbij /app/var
STOPSIGNAL SIGTERM

FROM base AS installer
RUN pip install --no-cache-dir uv==0.13.9 && python -m venv --without-pip /opt/venv

FROM installer AS counter-packages
COPY requirements.counter.lock ./
RUN uv pip sync --no-cache --compile-bytecode --require-hashes --python /opt/venv/bin/python requirements.counter.lock

FROM installer AS bot-packages
COPY requirements.bot.lock ./
RUN uv pip sync --no-cache --compile-bytecode --require-hashes --python /opt/venv/bin/python requirements.bot.lock

# What every process reads: the package, the registry of questions, the organisation, the sentences.
FROM base AS program
COPY dichtbij ./dichtbij
COPY data/responses ./data/responses
COPY data/netbeheerders.yml ./data/netbeheerders.yml
COPY klantvragen.yml organisatie.yml ./
RUN python -m compileall -q dichtbij

# The reader of moods and circumstances learns with scikit-learn, which the counter does not carry.
FROM program AS signals
COPY --from=bot-packages /opt/venv /opt/venv
COPY data/nlu ./data/nlu
COPY data/signals ./data/signals
RUN python -m dichtbij.nlu.train_signals

FROM program AS counter
COPY --from=counter-packages /opt/venv /opt/venv
COPY --from=signals /app/models/signals ./models/signals
COPY data/balie ./data/balie
COPY data/whatsapp ./data/whatsapp
COPY --from=front /build/web/dist ./web/dist
USER dichtbij
# Of the three only the counter is published; it listens beyond the container when HOST says so.
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ.get('PORT', '8080')}/healthz\", timeout=4)"]
CMD ["python", "-m", "dichtbij", "counter"]

FROM program AS actions
COPY --from=counter-packages /opt/venv /opt/venv
COPY actions ./actions
RUN python -m compileall -q actions
USER dichtbij
# rasa-sdk would listen everywhere by itself; here too a setting has to say so.
ENV SANIC_HOST=127.0.0.1
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:5055/health', timeout=4)"]
CMD ["python", "-m", "rasa_sdk", "--actions", "actions", "--port", "5055"]

FROM program AS bot
COPY --from=bot-packages /opt/venv /opt/venv
COPY config.yml credentials.yml domain.yml endpoints.yml ./
COPY data/nlu ./data/nlu
COPY data/rules ./data/rules
ENV SANIC_HOST=127.0.0.1 \
    RASA_TELEMETRY_ENABLED=false \
    TF_CPP_MIN_LOG_LEVEL=3 \
    PYTHONWARNINGS=ignore
RUN HOME=/tmp/home python -m rasa train --data data/nlu data/rules data/responses --fixed-model-name dichtbij --out models \
    && rm -rf .rasa /tmp/home && chmod -R a+rX models
USER dichtbij
# The bot's own test reads a sentence and asks for the actions; loading the model takes 10 to 30 s.
HEALTHCHECK --interval=15s --timeout=10s --start-period=120s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:5005/webhooks/counter/ready', timeout=9)"]
CMD ["sh", "-c", "exec python -m rasa run --interface \"$SANIC_HOST\" --port 5005 --model models/dichtbij.tar.gz --endpoints endpoints.yml --credentials credentials.yml"]
