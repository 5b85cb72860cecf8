# Everything that the lock pins is fetched with its hash checked; of that, only what runs goes into the image.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock ./
RUN pip wheel -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.lock -w /wheels \
    && pip install -qq --disable-pip-version-check --no-index --find-links /wheels uv
COPY . .
RUN uv venv -q /opt/haat \
    && uv pip install -qq --python /opt/haat --no-index --find-links /wheels --compile-bytecode .

FROM python:3.11-slim-bookworm
# photographs in an Indian script are read by tesseract, beside the network that reads Latin print
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends tesseract-ocr tesseract-ocr-hin \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --home-dir /data haat && install -d -o haat /data
COPY --from=build /opt/haat /opt/haat
ENV PATH=/opt/haat/bin:$PATH \
    HAAT_DATA_DIR=/data \
    HAAT_HOST=0.0.0.0 \
    HAAT_PORT=8000
USER haat
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["haat"]
CMD ["serve"]
