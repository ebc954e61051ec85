#!/bin/sh
# tollgate.sh TOLLGATE_JAR FOLDER: a JWT of each algorithm by Tollgate's own vendor tool. The private keys never leave a folder
# that is deleted.
set -eu
jar=$1
out=$2
mkdir -p "$out"
keys=$(mktemp -d)
trap 'rm -rf "$keys"' EXIT

for alg in ES256 RS256 EdDSA; do
  name=$(echo "$alg" | tr '[:upper:]' '[:lower:]')
  java -jar "$jar" keygen --alg "$alg" --kid "tollgate-$name" --out "$keys"
  cp "$keys/tollgate-$name.jwk.json" "$out/$name.jwk.json"
  java -jar "$jar" issue --key "$keys/tollgate-$name.private.pem" --sub 'Example Corp' --jti "tollgate-$name" --iss vendor \
    --aud orders --iat 2026-01-01 --nbf 2026-01-01 --exp 2099-01-01 --claim 'tollgate={"warn":"P1M","grace":"P14D"}' \
    --claim 'features=["export"]' --out "$out/$name.jwt"
done
