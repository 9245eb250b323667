# The verifier service as a container. What is deployed is one file, so there is nothing to install in here:
#
#   npm ci && npm run build
#   docker build --file infra/container/verifier.Dockerfile --tag ipseal-verifier:0.1.0 .
#
# It runs as nobody in particular, writes nothing and starts no shell: --read-only, --cap-drop ALL and
# --security-opt no-new-privileges are for it.

# The version of Node that the tests run on. Renovate it by digest if your registry keeps one.
FROM node:24.21.0-bookworm-slim

LABEL org.opencontainers.image.title="ipseal-verifier" \
      org.opencontainers.image.description="Verifies the sealed client address for gateways and applications that cannot." \
      org.opencontainers.image.licenses="MIT"

WORKDIR /opt/ipseal
COPY --chown=root:root --chmod=0444 dist/functions/verifier.mjs LICENSE ./

# A number, so that Kubernetes can see that it is not root.
USER 65532:65532

ENV NODE_ENV=production \
    IPSEAL_VERIFIER_CONFIG=/etc/ipseal/ipseal.verifier.json

# Forward-auth, health and metrics, gRPC: as in the document of infra/kubernetes/verifier.
EXPOSE 8080 8081 9090

# The service drains within limits.drainSeconds; whoever stops it should wait longer.
STOPSIGNAL SIGTERM

# Liveness and readiness differ, and a health check of the engine's own knows one answer: see /healthz and /readyz.
HEALTHCHECK NONE

# Node itself refuses it to write a file, start a program or load native code.
ENTRYPOINT ["node", "--permission", "--allow-fs-read=*", "/opt/ipseal/verifier.mjs"]
