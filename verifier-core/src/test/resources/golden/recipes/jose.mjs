// npm install jose@6.2.18 && node jose.mjs FOLDER: three JWTs by the library jose. The private keys are never written.
import { mkdirSync, writeFileSync } from 'node:fs';
import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

const out = process.argv[2];
mkdirSync(out, { recursive: true });
const keys = [];
for (const alg of ['ES256', 'RS256', 'EdDSA']) {
  const { publicKey, privateKey } = await generateKeyPair(alg);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  keys.push({ ...jwk, kid, alg, use: 'sig' });
  const jwt = await new SignJWT({ plan: { tier: 'gold', seats: 25, trial: false } })
    .setProtectedHeader({ alg, kid, typ: 'JWT' })
    .setSubject('Borealis')
    .setIssuer('https://vendor.example')
    .setAudience('borealis')
    .setJti(`jose-${alg.toLowerCase()}`)
    .setIssuedAt(new Date('2026-01-01T00:00:00Z'))
    .setNotBefore(new Date('2026-01-02T00:00:00Z'))
    .setExpirationTime(new Date('2099-01-01T00:00:00Z'))
    .sign(privateKey);
  writeFileSync(`${out}/${alg.toLowerCase()}.jwt`, jwt);
}
writeFileSync(`${out}/keys.jwks.json`, JSON.stringify({ keys }));
