// node node.mjs FOLDER: three JWTs, two bundles and a licence-v1 token by Node's own crypto. The private keys are never written.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';

const out = process.argv[2];
mkdirSync(out, { recursive: true });
const write = (name, text) => writeFileSync(`${out}/${name}`, text);
const base64url = (text) => Buffer.from(text, 'utf8').toString('base64url');

const EXP = Date.UTC(2099, 0, 1) / 1000;
const IAT = Date.UTC(2026, 0, 1) / 1000;

function jwt(header, claims, hash, key) {
  const signed = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
  return `${signed}.${sign(hash, Buffer.from(signed), key).toString('base64url')}`;
}

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 4096 });
const ed = generateKeyPairSync('ed25519');
const jwk = (pair, kid) => JSON.stringify({ ...pair.publicKey.export({ format: 'jwk' }), kid, use: 'sig' });

write('es256.jwk.json', jwk(ec, 'node-ec'));
write('rs256.jwk.json', jwk(rsa, 'node-rsa'));
write('eddsa.jwk.json', jwk(ed, 'node-ed'));
write('es256.jwt', jwt({ alg: 'ES256', typ: 'JWT', kid: 'node-ec' },
  { iss: 'vendor', sub: 'Acme 株式会社', aud: ['orders', 'billing'], jti: 'node-es256', iat: IAT, nbf: IAT, exp: EXP },
  'sha256', { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }));
write('rs256.jwt', jwt({ kid: 'node-rsa', alg: 'RS256' },
  { sub: 'Acme', jti: 'node-rs256', iat: IAT, exp: EXP, tollgate: { warn: 'P3M', grace: 'P30D', on_expired: 'gate' } },
  'sha256', rsa.privateKey));
write('eddsa.jwt', jwt({ alg: 'EdDSA', kid: 'node-ed' },
  { sub: 'Acme', jti: 'node-eddsa', iat: IAT, exp: EXP, features: ['export', 'audit'], caps: { services: 9007199254740991 } },
  null, ed.privateKey));

const publicKey = rsa.publicKey.export({ format: 'pem', type: 'spki' });
write('rs256.pem', publicKey);
write('bundle.json', JSON.stringify({
  jwt: jwt({ alg: 'RS256', typ: 'JWT' },
    { sub: 'Acme', jti: 'node-bundle', iat: IAT, exp: EXP, acme: { tier: 'enterprise', entitlements: { cpu: 64, ram: 256 } } },
    'sha256', rsa.privateKey),
  publicKey,
}, null, 2));

// A bundle whose key nobody knows but the root key, which endorses it by its RFC 7638 thumbprint.
const root = generateKeyPairSync('ed25519');
write('root.jwk.json', JSON.stringify({ ...root.publicKey.export({ format: 'jwk' }), kid: 'node-root', use: 'root' }));
const enclosed = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { crv, kty, x, y } = enclosed.publicKey.export({ format: 'jwk' });
const jkt = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
write('endorsed.bundle.json', JSON.stringify({
  jwt: jwt({ alg: 'ES256' }, { sub: 'Acme', jti: 'node-endorsed', iat: IAT, exp: EXP },
    'sha256', { key: enclosed.privateKey, dsaEncoding: 'ieee-p1363' }),
  publicKey: enclosed.publicKey.export({ format: 'pem', type: 'spki' }),
  endorsement: jwt({ alg: 'EdDSA', typ: 'key-endorsement+jwt', kid: 'node-root' },
    { jkt, exp: Date.UTC(2099, 6, 1) / 1000 }, null, root.privateKey),
}));

// {iat_ms}.{exp_ms}.{customerId}.{claims}.{signature}; signed is "licence-v1:" and the four with colons, decoded.
const licence = generateKeyPairSync('ed25519');
const [iatMs, expMs, customerId] = [IAT * 1000, EXP * 1000, 'acme-corp'];
const claims = JSON.stringify({ licenceId: 'node-licence-v1' });
const signature = sign(null, Buffer.from(`licence-v1:${iatMs}:${expMs}:${customerId}:${claims}`, 'utf8'), licence.privateKey);
write('licence-v1.token',
  [iatMs, expMs, base64url(customerId), base64url(claims), signature.toString('base64url')].join('.'));
write('licence-v1.key', licence.publicKey.export({ format: 'jwk' }).x);
