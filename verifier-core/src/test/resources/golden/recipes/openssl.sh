#!/bin/sh
# openssl.sh FOLDER: three JWTs and a bundle by OpenSSL 3 alone. The private keys never leave a folder that is deleted.
set -eu
out=$1
mkdir -p "$out"
keys=$(mktemp -d)
trap 'rm -rf "$keys"' EXIT

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# From SEQUENCE { INTEGER r, INTEGER s } to r and s of 32 bytes each (RFC 7518 §3.4).
p1363() {
  openssl asn1parse -inform DER | sed -n 's/.*INTEGER *:-*//p' | while read -r integer; do
    printf '%64s' "$integer" | tr ' ' 0
  done | sed 's/../\\x&/g' | xargs -0 printf '%b'
}

# jwt HEADER CLAIMS COMMAND...: the command turns the signed bytes on stdin into the signature.
jwt() {
  signed=$(printf '%s' "$1" | base64url).$(printf '%s' "$2" | base64url)
  shift 2
  printf '%s.%s' "$signed" "$(printf '%s' "$signed" | "$@" | base64url)"
}

es256() { openssl dgst -sha256 -sign "$keys/es256.pem" -binary | p1363; }
rs256() { openssl dgst -sha256 -sign "$keys/rs256.pem" -binary; }
eddsa() {
  cat > "$keys/signed"
  openssl pkeyutl -sign -rawin -inkey "$keys/eddsa.pem" -in "$keys/signed"
}

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$keys/es256.pem"
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$keys/rs256.pem"
openssl genpkey -algorithm ED25519 -out "$keys/eddsa.pem"
for name in es256 rs256 eddsa; do
  openssl pkey -in "$keys/$name.pem" -pubout -out "$out/$name.pem"
done

jwt '{"alg":"ES256"}' '{"sub":"Harbor & Söhne","jti":"openssl-es256","iat":1767225600,"exp":4070908800}' es256 > "$out/es256.jwt"
jwt '{"typ":"JWT","alg":"RS256"}' '{"sub":"Harbor Ltd","iat":1767225600,"exp":4070908800,"jti":"openssl-rs256"}' rs256 > "$out/rs256.jwt"
jwt '{ "alg": "EdDSA" }' '{ "exp": 4070908800.5, "sub": "Harbor Ltd", "jti": "openssl-eddsa" }' eddsa > "$out/eddsa.jwt"

# The key stands in the bundle with its line breaks escaped, as JSON wants it.
printf '{"jwt":"%s","publicKey":"%s\\n"}\n' \
  "$(jwt '{"alg":"RS256"}' '{"sub":"Harbor Ltd","jti":"openssl-bundle","iat":1767225600,"exp":4070908800,"harbor":{"tier":"gold","entitlements":{"cpu":64}}}' rs256)" \
  "$(awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }' "$out/rs256.pem")" > "$out/bundle.json"
