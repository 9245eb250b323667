// Answers nginx's auth_request by the contract of docs/wire-format.md: 204 with X-Client-IP, or 401.
import token from './token.js';

const DEMANDED = { none: [], host: ['host'], request: ['htm', 'host', 'path'] };

async function verify(r) {
  const target = r.variables.request_uri.split('?')[0];
  const request = { htm: r.variables.request_method, host: plainHost(r.headersIn.host || ''), path: target };
  try {
    if (`${request.htm} ${target}` !== r.variables.edge_exempt) r.headersOut['X-Client-IP'] = await read(r, request);
    r.return(204);
  } catch (refusal) {
    r.log(`client ip refused: ${refusal.message}`);
    r.return(401);
  }
}

async function read(r, request) {
  // $http_x_client_ip_assertion is the first line alone in nginx 1.22, and all lines joined from 1.23 on.
  const lines = r.rawHeadersIn.filter((line) => line[0].toLowerCase() === 'x-client-ip-assertion');
  demand(lines.length > 0, 'missing');
  const line = lines[0][1];
  demand(lines.length === 1 && !line.includes(','), 'repeated-header');
  demand(line.length <= 2048, 'too-large');
  const text = line.replace(/^Bearer /, '');
  const parts = text.split('.').map(token.decode);
  demand(parts.length === 3, 'malformed-token');
  const header = token.readObject(parts[0]);
  demand(!('crit' in header) && !('b64' in header), 'critical-header');
  // What is preloaded has no methods of arrays in njs 0.7.9.
  const jwk = Array.prototype.find.call(edge_jwks.keys, (key) => key.kid === header.kid && key.kid !== undefined);
  demand(jwk !== undefined, 'unknown-key');
  demand(header.alg === jwk.alg, 'wrong-algorithm');
  const signed = Buffer.from(text.slice(0, text.lastIndexOf('.')));
  const holds = await token.holds(jwk, parts[2], signed);
  demand(holds, 'bad-signature');
  const claims = token.readObject(parts[1]);
  const now = Date.now() / 1000;
  demand(claims.v === 1, 'wrong-version');
  demand(claims.sub === 'client-ip', 'wrong-subject');
  demand(claims.iss === r.variables.edge_issuer, 'wrong-issuer');
  demand(claims.aud === r.variables.edge_audience, 'wrong-audience');
  demand(Number.isInteger(claims.exp), 'no-expiry');
  demand(now <= claims.exp + 5, 'expired');
  demand(Number.isInteger(claims.iat), 'lifetime-too-long');
  demand(claims.iat <= now + 30, 'from-the-future');
  demand(claims.exp - claims.iat <= 300, 'lifetime-too-long');
  demand(typeof claims.ip === 'string' && token.isPlain(claims.ip), 'malformed-address');
  demand(DEMANDED[r.variables.edge_bind].every((name) => name in claims), 'binding-missing');
  const isEqual = (name) => !(name in claims) || claims[name] === request[name];
  demand(Object.keys(request).every(isEqual), 'binding-mismatch');
  return claims.ip;
}

function demand(condition, reason) {
  if (!condition) throw Error(reason);
}

// As the claim spells it: lower case, no trailing dot, no default port.
function plainHost(host) {
  return host.toLowerCase().replace(/\.?(:80|:443)?$|\.(:\d+)$/, '$2');
}

export default { verify };
