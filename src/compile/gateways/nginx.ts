import { checkUnreadTls } from '../check-unread-tls.ts'
import { CompileError } from '../compile-error.ts'
import type { Compiled, CompiledFile, Note } from '../compiled.ts'
import { gatewayLock, type Lock } from '../kubernetes/gateway-lock.ts'
import { workloadName } from '../kubernetes/workload-name.ts'
import type { GatewayInput, GatewayTarget } from '../target.ts'
import { askedOverHttp, verifierDocument } from '../verifier-document.ts'
import { nextGatewayNotes } from './next-hop.ts'
import { ASKING_CONTRACT } from './nginx/asking-contract.ts'
import { writeLines } from './nginx/lines.ts'
import { HTTP_PORT, HTTPS_PORT } from './nginx/listen.ts'
import { checkNative } from './nginx/njs/check-native.ts'
import { CLIENT_IP_SCRIPT } from './nginx/njs/client-ip-script.ts'
import { NJS_CONTRACT } from './nginx/njs/njs-contract.ts'
import { NJS_FOLDER } from './nginx/njs/njs-lines.ts'
import { familyNotes, LOCK_REASON, verifierFirst } from './nginx/notes.ts'
import { passthroughConfiguration } from './nginx/passthrough.ts'
import { serverConfiguration } from './nginx/server-configuration.ts'

/** nginx from a package, without a controller: it asks the verifier service, or verifies itself with njs. */
export const NGINX: GatewayTarget = {
  kind: 'gateway',
  name: 'nginx',
  title: 'nginx: asks the verifier service by auth_request, or verifies with njs',
  passesOn: true,
  compile,
}

function compile(input: GatewayInput): Compiled {
  const { topology, entrance, hop } = input
  checkUnreadTls(input, 'v1')
  checkSends(input)
  const lock = lockOf(input)
  const common = [...familyNotes(entrance), ...lock.notes, ...nextGatewayNotes(input)]
  const notes = [...common, ...(topology.tls === 'passthrough' || entrance.isDecrypted ? [] : [CERTIFICATE]), PROBES]
  if (topology.tls === 'passthrough') {
    const stream = { path: 'passthrough.conf', text: writeLines(passthroughConfiguration(input)) }
    return { files: [stream, ...lock.files], notes: common, contract: undefined }
  }
  if (hop.verifies === 'native') checkNative(input)
  const server = { path: 'client-ip.conf', text: writeLines(serverConfiguration(input)) }
  switch (hop.verifies) {
    case 'native':
      return { files: [server, ...njsFiles(input), ...lock.files], notes: [...notes, MODULE], contract: NJS_CONTRACT }
    case 'forward-auth':
      return {
        files: [server, verifierDocument(topology, askedOverHttp('nginx')), ...lock.files],
        notes: [...notes, HOST_LINE, verifierFirst(topology)],
        contract: ASKING_CONTRACT,
      }
    case 'none':
      return { files: [server, ...lock.files], notes, contract: undefined }
  }
}

function njsFiles({ jwks }: GatewayInput): readonly CompiledFile[] {
  return [
    { path: 'client-ip.js', text: CLIENT_IP_SCRIPT },
    { path: 'jwks.json', text: `${JSON.stringify(jwks, undefined, 2)}\n` },
  ]
}

function lockOf(input: GatewayInput): Lock {
  const podLabels = { 'app.kubernetes.io/name': workloadName(input.topology, input.hop) }
  return gatewayLock(input, {
    podLabels,
    ports: input.entrance.isDecrypted ? [HTTP_PORT] : [HTTP_PORT, HTTPS_PORT],
    reason: LOCK_REASON,
  })
}

/** nginx sends PROXY from its stream block alone, and version 1 (ngx_stream_proxy_module). */
function checkSends({ topology, hop, at }: GatewayInput): void {
  const { sendsProxy } = hop
  if (sendsProxy === 'none' || (topology.tls === 'passthrough' && sendsProxy === 'v1')) return
  const isHttp = topology.tls === 'terminated'
  throw new CompileError({
    code: 'UNSUPPORTED',
    path: `${at}.sendsProxy`,
    rule: isHttp ? 'nginx sends no PROXY header before HTTP requests' : 'nginx sends PROXY protocol in version 1 alone',
    received: sendsProxy,
    nextStep: isHttp
      ? 'Leave it out: the application reads X-Client-IP. PROXY protocol goes with "tls": "passthrough"'
      : 'Use "v1"',
  })
}

const HOST_LINE: Note = {
  kind: 'limit',
  text: 'Where an absolute target and the Host line name two hosts, the Host line is what is asked about and sent on: an assertion that is bound to a host is compared with that one.',
}

const CERTIFICATE: Note = {
  kind: 'step',
  text: 'Mount the certificate as /etc/nginx/tls/tls.crt and tls.key, as a Secret of type kubernetes.io/tls has them.',
}

const PROBES: Note = {
  kind: 'step',
  text: 'Give probes of the kubelet a port of their own: here they are refused like any stranger.',
}

const MODULE: Note = {
  kind: 'step',
  text: `Load ngx_http_js_module (Debian: libnginx-mod-http-js; njs 0.7.9 or later), and put client-ip.js and jwks.json into ${NJS_FOLDER}. For a rotation replace jwks.json and reload.`,
  source: 'https://nginx.org/en/docs/http/ngx_http_js_module.html',
}
