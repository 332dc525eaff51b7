# The server with all that it reads: it asks no other machine for anything.
FROM python:3.13-slim AS build
COPY . /src
RUN python -m venv /opt/mtrepair && /opt/mtrepair/bin/pip install --no-cache-dir '/src[server]'

FROM python:3.13-slim
COPY --from=build /opt/mtrepair /opt/mtrepair
# A house's mtrepair.toml lies in /house; mount a folder there to keep it.
RUN useradd --system --uid 10001 --no-create-home mtrepair && install -d -o mtrepair /house
USER mtrepair
WORKDIR /house
ENV PATH=/opt/mtrepair/bin:$PATH PYTHONDONTWRITEBYTECODE=1
EXPOSE 8081
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD \
    ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8081/health')"]
ENTRYPOINT ["mtrepair", "serve", "--host", "0.0.0.0"]
