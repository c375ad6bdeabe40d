# The executable is built with node and npm only, and runs on glibc with nothing else beside it.
FROM node:24-bookworm-slim AS build
WORKDIR /hearthbeat
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && install -d -m 700 /empty

FROM gcr.io/distroless/base-debian12:nonroot
LABEL org.opencontainers.image.title="Hearthbeat" \
      org.opencontainers.image.description="The self-hosted home for coding time" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /hearthbeat/dist/hearthbeat /usr/local/bin/hearthbeat
# A new volume takes over owner and mode of this folder.
COPY --from=build --chown=65532:65532 /empty /data
ENV HEARTHBEAT_DATA=/data
VOLUME /data
EXPOSE 8080
USER 65532:65532
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["hearthbeat", "healthcheck"]
ENTRYPOINT ["hearthbeat"]
