# Two images: `--target server` and `--target wait`. What goes into each is laid out by scripts/image-rootfs, which needs
# no container engine; scripts/image calls both. The base images can be replaced: by a mirror, a digest, a newer Debian. The
# one that builds and the one below the server must have the same glibc, or the latter a newer one.
ARG SWIFT_IMAGE=docker.io/library/swift:6.3-bookworm
ARG BASE_IMAGE=docker.io/library/debian:bookworm-slim

FROM ${SWIFT_IMAGE} AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        binutils libcurl4-openssl-dev libssl-dev libyaml-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN ./scripts/image-rootfs /image

FROM ${BASE_IMAGE} AS server
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="k8s-wait-server" \
    org.opencontainers.image.description="Makes annotated Kubernetes pods wait until what they need is ready: webhook and status server" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.revision="${REVISION}" \
    org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /image/server/ /
USER 65532:65532
EXPOSE 8443 9843 9090
ENTRYPOINT ["/usr/local/bin/k8s-wait-server"]

FROM scratch AS wait
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="k8s-wait" \
    org.opencontainers.image.description="The init container that waits; also answers to the names of the tools that it replaces" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.revision="${REVISION}" \
    org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/usr/local/bin
COPY --from=build /image/wait/ /
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/k8s-wait"]
