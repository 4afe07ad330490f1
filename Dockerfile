FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# Pango draws the letters of PDFs.
RUN apt-get update -qq && apt-get install -qq --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin story \
    && install -d -o story -g story /data
WORKDIR /app

COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt

COPY . .
# Static files are part of the image. The settings want a key and addresses; nothing is signed or connected to here.
ENV STATIC_ROOT=/app/static-collected
RUN SECRET_KEY=only-for-building python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q .

ENV SECOND_STORY_HOME=/data
USER story
EXPOSE 8000 8001
CMD ["gunicorn", "config.wsgi:application", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", "--threads=8"]
