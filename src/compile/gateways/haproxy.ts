import { publicKeyPem } from '../../assertion/public-key-pem.ts'
import { isAtLeast } from '../../topology/version.ts'
import { checkUnreadTls } from '../check-unread-tls.ts'
import { CompileError } from '../compile-error.ts'
import type { Compiled, CompiledFile } from '../compiled.ts'
import type { GatewayInput, GatewayTarget } from '../target.ts'
import { askedOverHttp, verifierDocument } from '../verifier-document.ts'
import { checkPlainTerms } from './check-plain-terms.ts'
import { backendSection } from './haproxy/backend-section.ts'
import { checkNativeKeys } from './haproxy/check-native.ts'
import { CLIENT_IP_LUA } from './haproxy/client-ip-lua.ts'
import { haproxyContract } from './haproxy/contract.ts'
import { globalSections, LUA_FILE, probeSection } from './haproxy/global-sections.ts'
import { passingFrontend, verifyingFrontend } from './haproxy/http-frontend.ts'
import { notesFor } from './haproxy/notes.ts'
import { passthroughFrontend } from './haproxy/tcp-frontend.ts'
import { keyFile } from './haproxy/verify-lines.ts'

/** Configuration Manual of 2.6: what is written here is understood from then on. */
const OLDEST = '2.6'

/** A complete haproxy.cfg with the files that it names. The verified address becomes the source of the request. */
export const HAPROXY: GatewayTarget = {
  kind: 'gateway',
  name: 'haproxy',
  title: 'HAProxy: haproxy.cfg that verifies with jwt_verify, or asks the verifier service by Lua',
  passesOn: true,
  compile,
}

function compile(input: GatewayInput): Compiled {
  const { hop, at, topology } = input
  if (!isAtLeast(hop.version, OLDEST)) throw tooOld(hop.version, at)
  checkUnreadTls(input)
  const isHttp = topology.tls === 'terminated'
  const head = `# HAProxy ${hop.version} for ${topology.name}, compiled by ipseal. Check it with: haproxy -c -f haproxy.cfg\n`
  const sections = [
    ...globalSections(hop, isHttp ? 'http' : 'tcp'),
    frontend(input),
    probeSection(),
    backendSection(topology, hop),
  ]
  return {
    files: [{ path: 'haproxy.cfg', text: `${head}${sections.join('\n')}` }, ...besides(input)],
    notes: notesFor(input),
    contract: isHttp && hop.verifies !== 'none' ? haproxyContract(hop.verifies) : undefined,
  }
}

function frontend(input: GatewayInput): string {
  if (input.topology.tls === 'passthrough') return passthroughFrontend(input)
  return input.hop.verifies === 'none' ? passingFrontend(input) : verifyingFrontend(input)
}

/** The files that haproxy.cfg names. */
function besides(input: GatewayInput): readonly CompiledFile[] {
  const { hop, jwks, topology, entrance, at } = input
  if (topology.tls === 'passthrough') return []
  switch (hop.verifies) {
    case 'native':
      checkNativeKeys(jwks, at)
      checkPlainTerms(topology.assertion, `${at}.verifies`)
      return jwks.keys.map((key) => ({ path: keyFile(key.kid), text: publicKeyPem(key) }))
    case 'forward-auth':
      return [{ path: LUA_FILE, text: CLIENT_IP_LUA }, verifierDocument(topology, askedOverHttp('traefik'))]
    case 'none':
      return entrance.forwarders.length === 0
        ? []
        : [{ path: 'forwarders.lst', text: `${entrance.forwarders.join('\n')}\n` }]
  }
}

function tooOld(version: string, at: string): CompileError {
  const rule = 'HAProxy before 2.6 is not compiled for: 2.4 has no jwt_verify, and 2.5 is no longer mended'
  const nextStep = 'Use haproxy@2.6 or later, with its latest patches'
  return new CompileError({ code: 'UNSUPPORTED_VERSION', path: `${at}.version`, rule, received: version, nextStep })
}
