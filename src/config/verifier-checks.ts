import { describeValue } from '../fault/escape-text.ts'
import { foldHeaderName } from '../headers/header-name.ts'
import { CLIENT_IP_HEADER } from '../headers/own-names.ts'
import { hasCredentials, readUrl, showUrl } from './check-origins.ts'
import { checkPrefix, warnOfWidePrefix } from './check-prefix.ts'
import { checkRangesName, type Findings } from './check-trust.ts'
import type { ConfigFault } from './fault-list.ts'
import { isKeyUrl } from './is-key-url.ts'
import { isReservedHeader } from './reserved-headers.ts'
import type { VerifierDocument } from './verifier-schema.ts'

/** Checks where the keys come from: whoever can change them on their way can seal any address. */
export function checkJwks(jwks: string): ConfigFault[] {
  if (!isKeyUrl(jwks)) return []
  const url = readUrl(jwks)
  if (/^https:\/\//i.test(jwks) && url?.protocol === 'https:' && !hasCredentials(url)) return []
  const rule = 'must be the path of a file, or an https URL without credentials'
  const nextStep = 'Use the edge’s own, such as https://www.example.com/.well-known/ipseal/jwks.json'
  return [{ code: 'BAD_URL', path: 'jwks', rule, received: showUrl(jwks), nextStep }]
}

type Outputs = VerifierDocument['outputs']

export function checkOutputs(outputs: Outputs): ConfigFault[] {
  const names = outputs.map(({ header }) => foldHeaderName(header))
  return outputs.flatMap(({ header }, i): ConfigFault[] => {
    const at = { path: `outputs[${i}].header`, received: describeValue(header) }
    const name = foldHeaderName(header)
    if (names.indexOf(name) < i) {
      return [{ ...at, code: 'TWICE', rule: 'is an output already', nextStep: 'Keep one of the two' }]
    }
    if (name === CLIENT_IP_HEADER || !(isReservedHeader(name) || name === 'set-cookie')) return []
    const rule = 'this header has a job of its own, and an output replaces whatever a client sends'
    return [{ ...at, code: 'BAD_NAME', rule, nextStep: 'Name a header of its own, such as X-Client-IP or X-Real-IP' }]
  })
}

export function checkExemptions(exempt: VerifierDocument['exempt']): ConfigFault[] {
  const routes = exempt.map(({ method, path }) => `${method} ${path}`)
  return routes.flatMap((route, i): ConfigFault[] => {
    if (routes.indexOf(route) === i) return []
    const received = describeValue(route)
    return [{ code: 'TWICE', path: `exempt[${i}]`, rule: 'is exempt already', received, nextStep: 'Keep one' }]
  })
}

type Proxy = NonNullable<VerifierDocument['proxyProtocol']>

/** Checks who may send a PROXY header, and whom it may name. */
export function checkProxyProtocol({ senders, sources = [] }: Proxy, findings: Findings): void {
  checkPrefixes(senders, 'proxyProtocol.senders', findings)
  if (typeof sources === 'string') findings.faults.push(...checkSourcesName(sources))
  else checkPrefixes(sources, 'proxyProtocol.sources', findings)
}

/** The verifier reads no store, so that it can have no private list. */
function checkSourcesName(sources: string): ConfigFault[] {
  if (sources !== 'any' && !sources.startsWith('list:')) return checkRangesName(sources, 'proxyProtocol.sources')
  const nextStep = 'Leave "sources" out to take a header whomever it names, or write the prefixes out'
  const rule = 'must be the name of a provider list, or a list of prefixes'
  return [{ code: 'UNKNOWN_NAME', path: 'proxyProtocol.sources', rule, received: describeValue(sources), nextStep }]
}

function checkPrefixes(texts: readonly string[], path: string, { faults, warnings }: Findings): void {
  for (const [i, text] of texts.entries()) {
    const prefix = checkPrefix(text, `${path}[${i}]`)
    if ('rule' in prefix) faults.push(prefix)
    else warnings.push(...[warnOfWidePrefix(prefix, `${path}[${i}]`) ?? []].flat())
  }
}
