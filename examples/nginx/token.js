// What njs 0.7.9 lacks for docs/wire-format.md: strict base64url, objects without repeated members, JWKs, addresses.
function decode(part) {
  const bytes = Buffer.from(part, 'base64url');
  if (part === '' || bytes.toString('base64url') !== part) throw Error('malformed-token');
  return bytes;
}

function readObject(bytes) {
  let object;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    object = JSON.parse(text);
    if (text.trimStart()[0] === '{' && Object.keys(object).length === countMembers(text)) return object;
  } catch (e) {}
  throw Error('malformed-token');
}

// In valid JSON a colon outside strings belongs to a member.
function countMembers(text) {
  let depth = 0;
  let members = 0;
  text.match(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g).forEach((token) => {
    if (token === '{' || token === '[') depth++;
    if (token === '}' || token === ']') depth--;
    if (token === ':' && depth === 1) members++;
  });
  return members;
}

// Before P-256's two coordinates in SubjectPublicKeyInfo (RFC 5480): this njs imports no JWK.
const SPKI = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex');
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const HMAC = { name: 'HMAC', hash: 'SHA-256' };

async function holds(jwk, signature, signed) {
  if (jwk.alg === 'HS256') {
    const secret = await crypto.subtle.importKey('raw', Buffer.from(jwk.k, 'base64url'), HMAC, false, ['verify']);
    return crypto.subtle.verify(HMAC, secret, signature, signed);
  }
  if (jwk.alg !== 'ES256' || signature.length !== 64) return false;
  const point = [SPKI, Buffer.from(jwk.x, 'base64url'), Buffer.from(jwk.y, 'base64url')];
  const key = await crypto.subtle.importKey('spki', Buffer.concat(point), ECDSA, false, ['verify']);
  return crypto.subtle.verify(ECDSA, key, signature, signed);
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

// IPv4 as four decimal octets, IPv6 as RFC 5952 writes it, and no IPv4 in IPv6.
function isPlain(ip) {
  if (IPV4.test(ip)) return true;
  const halves = ip.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const written = halves[0].concat(halves[1] || []);
  const missing = 8 - written.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 2 : missing !== 0)) return false;
  if (!written.every((group) => /^(?:0|[1-9a-f][0-9a-f]{0,3})$/.test(group))) return false;
  const full = halves[0].concat(Array(missing).fill('0'), halves[1] || []).join(':');
  const runs = full.match(/(?:^|:)0(?::0)+(?=:|$)/g) || [];
  const longest = runs.reduce((best, run) => (zeros(run) > zeros(best) ? run : best), '');
  const at = full.indexOf(longest);
  const shortened = `${full.slice(0, at)}::${full.slice(at + longest.length).replace(/^:/, '')}`;
  return ip === (longest === '' ? full : shortened) && !/^::ffff:[^:]+:[^:]+$/.test(ip);
}

function zeros(run) {
  return run.split('0').length;
}

export default { decode, readObject, holds, isPlain };
