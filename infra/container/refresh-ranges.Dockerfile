# The refresh of the providers' lists as a container, for a CronJob: it runs once and ends. What is deployed is one file,
# so there is nothing to install in here:
#
#   npm ci && npm run build
#   docker build --file infra/container/refresh-ranges.Dockerfile --tag ipseal-refresh-ranges:0.1.0 .
#
# It runs as nobody in particular, writes nothing and starts no shell: --read-only, --cap-drop ALL and
# --security-opt no-new-privileges are for it.

# The version of Node that the tests run on. Renovate it by digest if your registry keeps one.
FROM node:24.21.0-bookworm-slim

LABEL org.opencontainers.image.title="ipseal-refresh-ranges" \
      org.opencontainers.image.description="Keeps the address lists of CDN providers true." \
      org.opencontainers.image.licenses="MIT"

WORKDIR /opt/ipseal
COPY --chown=root:root --chmod=0444 dist/functions/refresh-ranges.mjs LICENSE ./

# A number, so that Kubernetes can see that it is not root.
USER 65532:65532

ENV NODE_ENV=production

# It ends by itself.
HEALTHCHECK NONE

# Node itself refuses it to write a file, start a program or load native code. A store in files needs --allow-fs-write.
ENTRYPOINT ["node", "--permission", "--allow-fs-read=*", "/opt/ipseal/refresh-ranges.mjs"]
