import { BINDING_CLAIMS } from '../../../assertion/claims.ts'
import type { PublicJwks } from '../../../assertion/public-jwks.ts'
import type { AssertionTerms } from '../../../topology/topology.ts'
import { bindingLines } from './binding-lines.ts'
import { quote, type Reasoned, why } from './write-section.ts'

const SPACE = '[[:space:]]*'
const END = `${SPACE}[,}]`

/** The name of a key's file, beside haproxy.cfg. */
export function keyFile(kid: string): string {
  return `edge-${kid}.pem`
}

/** Verifies the assertion with `jwt_verify`, and sets txn.client_ip where every rule of the contract holds. */
export function verifyLines(terms: AssertionTerms, { keys }: PublicJwks): readonly Reasoned[] {
  return [
    ...lineChecks(),
    ...headerChecks(),
    ...keys.map(({ kid }, i) => signatureCheck(kid, i)),
    ...claimChecks(terms),
    ...timeChecks(),
    ...bindingLines(terms.bind),
    ...verdict(),
  ]
}

function lineChecks(): readonly Reasoned[] {
  return [
    why(
      'One line. hdr_cnt counts commas too; req.hdr would take what stands behind the last one, so req.fhdr is read.',
      'acl one_line req.hdr_cnt(x-client-ip-assertion) eq 1',
      'http-request set-var(txn.line) req.fhdr(x-client-ip-assertion)',
      `http-request set-var(txn.token) 'var(txn.line),regsub("^Bearer ","")'`,
    ),
    why(
      'At most 2 KiB, and three parts of base64url without padding. The last is 64 bytes in their one spelling: nothing else reaches jwt_verify, whose conversion of signatures overflowed before 3.4-dev9.',
      'acl is_short var(txn.line),length le 2048',
      'acl has_form var(txn.token) -m reg ^[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]{85}[AQgw]$',
    ),
  ]
}

function headerChecks(): readonly Reasoned[] {
  return [
    why(
      'The header is one object of plain text, without a member that would have to be understood.',
      'http-request set-var(txn.header) var(txn.token),field(1,.),ub64dec',
      ...plainObject('header'),
      `acl is_critical var(txn.header) -m sub '"crit"' '"b64"'`,
    ),
    why(
      'jwt_verify believes alg none if it is told so: the algorithm stands here and is never a variable.',
      `acl is_es256 var(txn.token),jwt_header_query('$.alg') -m str ES256`,
    ),
  ]
}

/** The members that are read. Looked up by name, the second of one name would hide behind the first. */
const READ_MEMBERS = {
  header: ['alg', 'kid'],
  payload: ['v', 'sub', 'iss', 'aud', 'iat', 'exp', 'ip', ...BINDING_CLAIMS.request],
} as const

/** HAProxy parses no JSON. Without escapes every quotation mark is one, and a pattern sees what a parser would. */
function plainObject(part: keyof typeof READ_MEMBERS): readonly string[] {
  const value = `var(txn.${part})`
  return [
    `acl ${part}_opens ${value} -m beg '{'`,
    `acl ${part}_closes ${value} -m end '}'`,
    `acl ${part}_escapes ${value} -m sub '\\'`,
    `acl ${part}_is_no_text ${value} -m reg '[^ -~[:space:]]'`,
    ...READ_MEMBERS[part].map((name) => {
      const member = `"${name}"${SPACE}:`
      return `acl ${part}_repeats ${value} -m reg '${member}[ -~[:space:]]*${member}'`
    }),
    `http-request set-var(txn.${part}_is_plain) bool(true) if ${part}_opens ${part}_closes !${part}_escapes !${part}_is_no_text !${part}_repeats`,
  ]
}

function signatureCheck(kid: string, index: number): Reasoned {
  const [names, signed] = [`names_${index}`, `signed_${index}`]
  const reason =
    index === 0
      ? 'Three lines for each key of the set. A rotation adds three, and later takes the first away: each is a reload (kill -USR2), which refuses nobody.'
      : undefined
  const lines = [
    `acl ${names} var(txn.token),jwt_header_query('$.kid') -m str -- ${kid}`,
    `acl ${signed} var(txn.token),jwt_verify(ES256,"${keyFile(kid)}") -m int 1`,
    `http-request set-var(txn.is_signed) bool(true) if one_line is_short has_form { var(txn.header_is_plain) -m found } !is_critical is_es256 ${names} ${signed}`,
  ]
  return reason === undefined ? { lines } : why(reason, ...lines)
}

function claimChecks({ issuer, audience }: AssertionTerms): readonly Reasoned[] {
  return [
    why(
      `The claims. '$.exp' reads "1" and 1 alike, so whole numbers are looked for in the text.`,
      'http-request set-var(txn.payload) var(txn.token),field(2,.),ub64dec',
      ...plainObject('payload'),
      `acl is_version_1 var(txn.payload) -m reg '"v"${SPACE}:${SPACE}1${END}'`,
      `acl is_client_ip var(txn.token),jwt_payload_query('$.sub') -m str client-ip`,
      `acl is_issuer var(txn.token),jwt_payload_query('$.iss') -m str -- ${quote(issuer)}`,
      `acl is_audience var(txn.token),jwt_payload_query('$.aud') -m str -- ${quote(audience)}`,
    ),
  ]
}

function timeChecks(): readonly Reasoned[] {
  return [
    why(
      'Differences are compared with 0: a negative bound (gt -5) is read as a flag and turns the answer round. 5 s and 30 s are for clocks that differ.',
      `acl is_whole_end var(txn.payload) -m reg '"exp"${SPACE}:${SPACE}[0-9]{1,12}${END}'`,
      `acl is_whole_start var(txn.payload) -m reg '"iat"${SPACE}:${SPACE}[0-9]{1,12}${END}'`,
      'http-request set-var(txn.now) date()',
      `http-request set-var(txn.iat) var(txn.token),jwt_payload_query('$.iat','int')`,
      `http-request set-var(txn.exp) var(txn.token),jwt_payload_query('$.exp','int')`,
      'acl is_alive var(txn.exp),add(5),sub(txn.now) ge 0',
      'acl has_begun var(txn.now),add(30),sub(txn.iat) ge 0',
      'acl is_brief var(txn.iat),add(300),sub(txn.exp) ge 0',
    ),
  ]
}

function verdict(): readonly Reasoned[] {
  return [
    why(
      'An address in its one spelling: it prints back to itself. IPv4 in IPv6 prints as IPv4.',
      `acl is_text var(txn.payload) -m reg '"ip"${SPACE}:${SPACE}"'`,
      `http-request set-var(txn.claimed) var(txn.token),jwt_payload_query('$.ip')`,
      'acl is_address var(txn.claimed),ipmask(32,128),strcmp(txn.claimed) eq 0',
    ),
    why(
      'The address is taken over only where all of it holds.',
      'acl is_signed var(txn.is_signed) -m bool',
      'acl is_plain var(txn.payload_is_plain) -m bool',
      'acl is_misbound var(txn.misbound) -m found',
      'http-request set-var(txn.is_ours) bool(true) if is_signed is_plain is_version_1 is_client_ip is_issuer is_audience',
      'http-request set-var(txn.is_timely) bool(true) if is_whole_end is_whole_start is_alive has_begun is_brief',
      'http-request set-var(txn.client_ip) var(txn.claimed) if { var(txn.is_ours) -m bool } { var(txn.is_timely) -m bool } is_text is_address !is_misbound',
    ),
  ]
}
