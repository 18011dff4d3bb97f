#!/bin/sh
# Builds the image, and runs it as it is meant to run: without settings it has to end with 78; with a read-only root file
# system, no capability and no network it has to become healthy, since the broker lives without AWS; told to stop, it has to
# end with 0. Needs Docker.
set -eu
cd "$(dirname "$0")/../.."

image=b2b-auth-broker:checked
confined='--read-only --cap-drop ALL --security-opt no-new-privileges --network none'

fail() {
  echo "$1" >&2
  exit 1
}

# health <container>: as Docker has it from the image's own health check
health() {
  docker inspect --format '{{.State.Health.Status}}' "$1"
}

docker build --tag "$image" .

code=0
# shellcheck disable=SC2086 # a list of options
docker run --rm $confined "$image" || code=$?
[ "$code" = 78 ] || fail "without settings it ended with $code, not with 78"

# shellcheck disable=SC2086
container=$(docker run --detach $confined --env-file .env.example \
  --env MACHINE_CLIENT_SECRET=none --env PORTAL_CLIENT_SECRET=none "$image")
trap 'docker logs "$container" >&2; docker rm --force "$container" >/dev/null' EXIT
tries=60
until [ "$(health "$container")" = healthy ]; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || fail "after a minute it is $(health "$container"), not healthy"
  sleep 1
done

docker stop -t 60 "$container" >/dev/null
code=$(docker wait "$container")
[ "$code" = 0 ] || fail "told to stop, it ended with $code, not with 0"

trap - EXIT
docker rm "$container" >/dev/null
size=$(docker image inspect --format '{{.Size}}' "$image")
echo "the image is built, runs confined and stops; it has $((size / 1000000)) MB"
