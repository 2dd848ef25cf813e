# One container is a whole network: the server and, unless DATABASE_URL names another, the PostgreSQL that it carries.
#
#   docker build -t tweeter .
#   docker run -d --init --name tweeter -p 3000:3000 -v tweeter-data:/data -e TWEETER_URL=https://social.example tweeter
#   docker exec tweeter node bin/tweeter.js --help
#
# Debian and not Alpine: the carried PostgreSQL is built for glibc.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Without development dependencies the npm package `node` is left out as well: this image is Node 24 itself.
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

FROM node:24.21.0-bookworm-slim
# A user with a line in /etc/passwd, because PostgreSQL refuses root and looks its user up.
RUN groupadd --gid 10001 tweeter \
  && useradd --uid 10001 --gid tweeter --no-create-home --home-dir /data --shell /usr/sbin/nologin tweeter \
  && mkdir --mode=0700 /data \
  && chown tweeter:tweeter /data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules/
COPY package.json LICENSE ./
COPY bin bin/
COPY cli cli/
COPY server server/
COPY web web/
RUN node bin/tweeter.js build
ENV NODE_ENV=production \
    TWEETER_DATA=/data \
    TWEETER_HOST=0.0.0.0
USER tweeter
VOLUME /data
EXPOSE 3000
# The first start makes the database, which takes a few seconds.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.TWEETER_PORT || 3000}/health/ready`).then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/tweeter.js"]
CMD ["start"]
