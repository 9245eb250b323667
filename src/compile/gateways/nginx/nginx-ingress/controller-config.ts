import type { GatewayInput } from '../../../target.ts'
import { verifierAddress } from '../../../verifier-service.ts'
import { because, type Plain } from '../../../yaml/because.ts'
import { headerNameLines } from '../header-names.ts'
import type { Keyed } from '../keyed.ts'
import { apart, writeLines } from '../lines.ts'
import { logFormat } from '../log.ts'
import { CLIENT } from '../names.ts'
import { realIpOf } from '../real-ip.ts'
import { askingHttpSnippet, askingServerSnippet, clientHeaderSnippet } from '../snippets.ts'
import { refuseStrangers, strangerLines } from '../strangers.ts'
import { otherUpgradeMap, refuseOtherUpgrades } from '../upgrades.ts'
import type { CONFIG_MAP_KEYS } from './config-map-keys.ts'

const DOCS = 'https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/configmap-resource/'

/** For the headers of the template together with ours; the default of 64 bytes would be a warning at each reload. */
const HASH = 'proxy_headers_hash_max_size 1024;\nproxy_headers_hash_bucket_size 128;\n'

type Config = Keyed<typeof CONFIG_MAP_KEYS>

/** The controller's ConfigMap: what it takes from whom, and that every server asks. */
export function controllerConfig(input: GatewayInput): Config {
  return { ...realIpKeys(input), ...(input.hop.verifies === 'none' ? passingKeys(input) : askingKeys(input)) }
}

function realIpKeys(input: GatewayInput): Config {
  const { takesProxy } = input.entrance
  const realIp = realIpOf(input.entrance)
  const proxy = takesProxy ? because(`Every connection begins with one. ${DOCS}`, 'True') : undefined
  if (realIp === undefined) return { 'proxy-protocol': proxy }
  return {
    'proxy-protocol': proxy,
    'real-ip-header': because('For $remote_addr, which is a claim. One pass: it is this or the other.', realIp.header),
    'set-real-ip-from': because('Exactly those in front.', realIp.from.join(',')),
    'real-ip-recursive': realIp.header === 'X-Forwarded-For' ? 'True' : undefined,
  }
}

function askingKeys(input: GatewayInput): Config {
  const { entrance } = input
  return {
    'http-snippets': `${HASH}${askingHttpSnippet(entrance, verifierAddress(input.topology.verifier))}`,
    'server-snippets': because(
      'The template sends $host on, and so that is asked about. internal/configs/version2/nginx.virtualserver.tmpl',
      askingServerSnippet(entrance, '$host'),
    ),
    'location-snippets': clientHeaderSnippet(),
    'log-format-escaping': 'json',
    'log-format': because('The verified address, and beside it what others said.', logFormat(CLIENT)),
  }
}

/** Somebody behind it verifies. */
function passingKeys(input: GatewayInput): Config {
  const { entrance } = input
  const nobody: Plain = because('Nobody has verified a client here.', 'proxy_set_header X-Client-IP "";\n')
  return {
    'http-snippets': writeLines(apart(headerNameLines(), strangerLines(entrance), otherUpgradeMap())),
    'server-snippets': writeLines(apart(refuseStrangers(entrance), refuseOtherUpgrades())),
    'location-snippets': nobody,
  }
}
