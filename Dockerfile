# syntax=docker/dockerfile:1
# Two images: cvgen with the engine that comes with it, which is what `docker build .` makes, and, with
# `--target texlive`, the same with pdflatex, xelatex, lualatex and latexmk.

FROM python:3.13-slim-bookworm AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY latex_templates latex_templates
COPY cvgen cvgen
RUN python -m venv /opt/cvgen && /opt/cvgen/bin/pip install --no-cache-dir --disable-pip-version-check .

FROM python:3.13-slim-bookworm AS base
COPY --from=build /opt/cvgen /opt/cvgen
RUN ln -s /opt/cvgen/bin/cvgen /usr/local/bin/cvgen \
 && useradd --uid 10001 --no-create-home --home-dir /tmp cvgen
# Whatever user the container runs as, and if nothing but /tmp can be written: what cvgen keeps goes there.
ENV HOME=/tmp CVGEN_CACHE=/tmp/cvgen PYTHONDONTWRITEBYTECODE=1
WORKDIR /cv
ENTRYPOINT ["cvgen"]
CMD ["build"]

FROM base AS texlive
# hadolint ignore=DL3008
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends latexmk lmodern \
      texlive-fonts-recommended texlive-latex-extra texlive-latex-recommended texlive-luatex texlive-xetex \
 && rm -rf /var/lib/apt/lists/*
USER 10001

FROM base AS cvgen
USER 10001
