// Answers nginx's auth_request by docs/wire-format.md, the contract: 204 with X-Client-IP, or 401. For an edge that has
// ES256 and `bind: "none"`: a token that is bound to a request is refused.
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
// What stands before the two coordinates of a P-256 key in SPKI (RFC 5480): njs 0.7.9 imports no JWK.
const SPKI = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex');
const IPV4 = /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/;
const GROUPS = /^((0|[1-9a-f][0-9a-f]{0,3})(:(?!$)|$)){8}$/;

async function verify(r) {
  try {
    const route = `${r.variables.request_method} ${r.variables.request_uri.split('?')[0]}`;
    if (!r.variables.edge_exempt.split(', ').includes(route)) r.headersOut['X-Client-IP'] = await readClient(r);
    r.return(204);
  } catch (refusal) {
    r.log(`client ip refused: ${refusal.message}`);
    r.return(401);
  }
}

async function readClient(r) {
  // $http_x_client_ip_assertion is the first line alone in nginx 1.22. No token has a comma: two joined lines are none.
  const isOurs = (line) => line[0].toLowerCase() === 'x-client-ip-assertion';
  const line = r.rawHeadersIn.filter(isOurs).map((line) => line[1]).join();
  demand(line !== '' && !line.includes(','), 'missing or repeated-header');
  demand(line.length <= 2048, 'too-large');
  const token = line.replace(/^Bearer /, '');
  const parts = token.split('.').map(decode);
  demand(parts.length === 3, 'malformed-token');
  const header = readObject(parts[0]);
  demand(!('crit' in header) && !('b64' in header), 'critical-header');
  // What is preloaded has no methods of arrays in njs 0.7.9.
  const jwk = Array.prototype.find.call(edge_jwks.keys, (key) => key.alg === 'ES256' && key.kid === header.kid);
  demand(jwk !== undefined, 'unknown-key');
  demand(header.alg === 'ES256', 'wrong-algorithm');
  const spki = Buffer.concat([SPKI, Buffer.from(jwk.x, 'base64url'), Buffer.from(jwk.y, 'base64url')]);
  const key = await crypto.subtle.importKey('spki', spki, ECDSA, false, ['verify']);
  const holds = await crypto.subtle.verify(ECDSA, key, parts[2], Buffer.from(token.slice(0, token.lastIndexOf('.'))));
  demand(holds, 'bad-signature');
  const claims = readObject(parts[1]);
  const now = Date.now() / 1000;
  demand(claims.v === 1, 'wrong-version');
  demand(claims.sub === 'client-ip', 'wrong-subject');
  demand(claims.iss === r.variables.edge_issuer, 'wrong-issuer');
  demand(claims.aud === r.variables.edge_audience, 'wrong-audience');
  demand(Number.isInteger(claims.exp) && now <= claims.exp + 5, 'no-expiry or expired');
  demand(Number.isInteger(claims.iat) && claims.exp - claims.iat <= 300, 'lifetime-too-long');
  demand(claims.iat <= now + 30, 'from-the-future');
  demand(typeof claims.ip === 'string' && isAddress(claims.ip), 'malformed-address');
  demand(!('htm' in claims) && !('host' in claims) && !('path' in claims), 'binding-mismatch');
  return claims.ip;
}

function demand(condition, reason) {
  if (!condition) throw Error(reason);
}

// Buffer.from skips what is not base64url, so a part has to be what its bytes encode to.
function decode(part) {
  const bytes = Buffer.from(part, 'base64url');
  demand(part !== '' && bytes.toString('base64url') === part, 'malformed-token');
  return bytes;
}

function readObject(bytes) {
  const object = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  demand(typeof object === 'object' && object !== null && !Array.isArray(object), 'malformed-token');
  return object;
}

// Whether it prints back to itself by RFC 5952: four octets, or IPv6 with its first longest run of zeros as `::`.
function isAddress(ip) {
  if (IPV4.test(ip)) return true;
  const count = (ip.match(/[^:]+/g) || []).length;
  const full = ip.replace('::', `:${'0:'.repeat(Math.max(0, 8 - count))}`).replace(/^:|:$/g, '');
  const longest = (full.match(/\b0(:0)+\b/g) || ['']).reduce((best, run) => (run.length > best.length ? run : best));
  const shortened = full.replace(new RegExp(`(^|:)${longest}(:|$)`), '::');
  return GROUPS.test(full) && ip === shortened && !/^::ffff:[^:]+:[^:]+$/.test(ip); // which is IPv4 in IPv6
}

export default { verify };
