import fc, { type Arbitrary } from 'fast-check'
import { PEERS, SHARED_POLICIES, type SharedPolicy } from './shared-policies.ts'

/** One request as it goes over the wire: who connects, and the lines of X-Forwarded-For byte by byte. */
export type SentRequest = {
  readonly policy: SharedPolicy
  readonly peer: string
  readonly headerName: string
  readonly lines: readonly string[]
}

const SEED = 20_261_121

/** The same requests on every run, so that a difference found once can be found again. */
export function generateRequests(count: number): readonly SentRequest[] {
  return fc.sample(fc.constantFrom(...SHARED_POLICIES).chain(requestFor), { seed: SEED, numRuns: count })
}

function requestFor(policy: SharedPolicy): Arbitrary<SentRequest> {
  const [trusted, client, junk] = [spelled(policy.members), spelled(policy.strangers), junkFor(policy)]
  const left = fc.array(fc.oneof(trusted, client, junk), { maxLength: 4 })
  const path = fc.oneof(
    { weight: 30, arbitrary: fc.array(trusted, { maxLength: 5 }) },
    { weight: 1, arbitrary: fc.array(trusted, { minLength: 14, maxLength: 18 }) },
  )
  const decider = fc.oneof(
    { weight: 8, arbitrary: client.map((entry) => [entry]) },
    { weight: 8, arbitrary: junk.map((entry) => [entry]) },
    { weight: 1, arbitrary: fc.constant([]) },
  )
  const list = fc.tuple(left, decider, path).map((parts) => parts.flat())
  return fc.record({
    policy: fc.constant(policy),
    peer: fc.constantFrom(...PEERS),
    headerName: fc.constantFrom('X-Forwarded-For', 'x-forwarded-for', 'X-FORWARDED-FOR'),
    lines: fc.oneof(
      { weight: 40, arbitrary: list.chain(inLines) },
      { weight: 1, arbitrary: path.chain(inLines) },
      { weight: 1, arbitrary: fc.constantFrom([], [''], [' '], [','], [' , '], ['\t']) },
    ),
  })
}

/** Addresses as proxies and attackers write them: mostly canonical, else with a port, brackets, zeros, or mapped. */
function spelled(addresses: readonly string[]): Arbitrary<string> {
  const canonical = fc.constantFrom(...addresses)
  return fc.oneof({ weight: 12, arbitrary: canonical }, { weight: 1, arbitrary: canonical.chain(respelled) })
}

function respelled(address: string): Arbitrary<string> {
  if (address.includes(':')) {
    return fc.constantFrom(`[${address}]`, `[${address}]:443`, address.toUpperCase(), address.replace('::', ':0::'))
  }
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  const [high, low] = [(a << 8) | b, (c << 8) | d].map((group) => group.toString(16))
  const mapped = [`::ffff:${address}`, `::FFFF:${high}:${low}`, `0:0:0:0:0:ffff:${address}`]
  return fc.constantFrom(`${address}:1`, `${address}:65535`, ...mapped)
}

/** What is no address, or only to some: made of members of the policy, so that whoever accepts it walks on. */
function junkFor({ members, strangers }: SharedPolicy): Arbitrary<string> {
  const v4 = fc.constantFrom(...[...members, ...strangers].filter((address) => !address.includes(':')))
  const v6 = fc.constantFrom(...[...members, ...strangers].filter((address) => address.includes(':')))
  return fc.oneof(
    fc.constantFrom('', '', ' ', '\t', 'unknown', '_hidden', 'localhost', '-', ':', '[]', '...', ':::', '1.2.3', '%'),
    fc.constantFrom('0.0.0.0', '::', '224.0.0.1', 'ff02::1', '255.255.255.255', '256.1.1.1', '1:2:3:4:5:6:7:8:9'),
    v4.chain(brokenIPv4),
    v6.chain((a) =>
      fc.constantFrom(`${a}%eth0`, `[${a}`, `${a}]`, `[${a}]443`, `[${a}]:0`, `[${a}]:`, `${a}::1`, `"${a}"`),
    ),
    fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdef.:[]%/"=x _-é')), minLength: 1, maxLength: 12 }),
  )
}

function brokenIPv4(address: string): Arbitrary<string> {
  const octets = address.split('.')
  const whole = octets.reduce((sum, octet) => sum * 256 + Number(octet), 0)
  return fc.constantFrom(
    ...[':0', ':080', ':65536', ':http', ':', '/8', '.', '.1', '%eth0', ';', ' 192.0.2.200'].map(
      (end) => address + end,
    ),
    `[${address}]`,
    `[${address}]:443`,
    `"${address}"`,
    `for=${address}`,
    `0${address}`,
    address.replace(/\.(\d+)$/, '.00$1'),
    octets.map((octet) => `0x${Number(octet).toString(16)}`).join('.'),
    octets.map((octet) => `0${Number(octet).toString(8)}`).join('.'),
    `${octets[0]}.${whole % 2 ** 24}`,
    `${whole}`,
  )
}

/** Joins entries as proxies do, and with the padding and the line breaks that the grammar also allows. */
function inLines(entries: readonly string[]): Arbitrary<readonly string[]> {
  const joint = fc.oneof(
    { weight: 120, arbitrary: fc.constantFrom(', ', ',', '\n') },
    { weight: 2, arbitrary: fc.constantFrom(' ,', ' , ', ',  ', ',\t', '\t, ', '\n\t', '\t\n', '\n ') },
    // Entries to the left of it lie on both sides of the limit on what is scanned.
    { weight: 1, arbitrary: fc.integer({ min: 8165, max: 8190 }).map((width) => `,${' '.repeat(width)}`) },
  )
  return fc.array(joint, { minLength: entries.length, maxLength: entries.length }).map((joints) =>
    entries
      .map((entry, i) => (i === 0 ? entry : `${joints[i]}${entry}`))
      .join('')
      .split('\n'),
  )
}
