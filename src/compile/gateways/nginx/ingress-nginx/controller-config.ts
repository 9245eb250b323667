import type { Entrance } from '../../../entrance.ts'
import { because, type Plain } from '../../../yaml/because.ts'
import type { Keyed } from '../keyed.ts'
import { apart, remark, writeLines } from '../lines.ts'
import { logFormat } from '../log.ts'
import { OTHER_UPGRADE } from '../names.ts'
import { realIpOf } from '../real-ip.ts'
import { refuseStrangers, strangerLines } from '../strangers.ts'
import { otherUpgradeMap, refuseOtherUpgrades } from '../upgrades.ts'
import type { CONFIG_MAP_KEYS } from './config-map-keys.ts'

const DOCS = 'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/'

/** The variable in which its template keeps the first of `auth-response-headers`. */
const ANSWER = '$authHeader0'

/** The controller's ConfigMap: what it takes from whom, for every host that it serves. */
export function controllerConfig(entrance: Entrance, removals: string): Keyed<typeof CONFIG_MAP_KEYS> {
  return {
    ...realIpKeys(entrance),
    'use-forwarded-headers': because(
      `Would believe X-Forwarded-Host and X-Forwarded-Proto of whoever sends them, past the Host that was asked about. ${DOCS}#use-forwarded-headers`,
      'false',
    ),
    'compute-full-forwarded-for': because(
      `Would hand on the chain whose left end the client wrote. ${DOCS}#compute-full-forwarded-for`,
      'false',
    ),
    'enable-underscores-in-headers': because('X_Client_IP ends here, which CGI, WSGI and PHP read as ours.', 'false'),
    'ignore-invalid-headers': because('So does X.Client.IP.', 'true'),
    'allow-snippet-annotations': because('An Ingress could undo the lines below. The default.', 'false'),
    'proxy-set-headers': because(
      'Takes the client’s copies away on every route of every Ingress, those that do not ask too.',
      removals,
    ),
    'http-snippet': httpSnippet(entrance),
    'server-snippet': serverSnippet(entrance),
    'log-format-escape-json': 'true',
    'log-format-upstream': because(
      'The verified address, and beside it what others said. The first header of each Ingress’s auth-response-headers is what stands there.',
      logFormat(ANSWER),
    ),
  }
}

function realIpKeys(entrance: Entrance): Keyed<typeof CONFIG_MAP_KEYS> {
  const realIp = realIpOf(entrance)
  const ranges = realIp === undefined ? undefined : trusted(realIp.from)
  if (entrance.takesProxy) {
    return {
      'use-proxy-protocol': because(`Every connection begins with one. ${DOCS}#use-proxy-protocol`, 'true'),
      'proxy-real-ip-cidr': ranges ?? because(NOBODY, '127.0.0.1/32'),
    }
  }
  return {
    'enable-real-ip': realIp === undefined ? 'false' : because('For $remote_addr, which is a claim.', 'true'),
    'forwarded-for-header': realIp?.header,
    'proxy-real-ip-cidr': ranges ?? because(NOBODY, '127.0.0.1/32'),
  }
}

const NOBODY =
  'Nobody is named who could be believed. The default is 0.0.0.0/0, with which any client chooses its address.'

function trusted(prefixes: readonly string[]): Plain {
  return because(
    `Exactly those in front. The default is 0.0.0.0/0, with which any client chooses its address. ${DOCS}#proxy-real-ip-cidr`,
    prefixes.join(','),
  )
}

function httpSnippet(entrance: Entrance): Plain {
  const lines = apart(strangerLines(entrance), otherUpgradeMap())
  return because(
    `The template hands every upgrade on, so that ${OTHER_UPGRADE} has to stop it. rootfs/etc/nginx/template/nginx.tmpl`,
    writeLines(lines),
  )
}

function serverSnippet(entrance: Entrance): Plain {
  const noAnswer = [...remark('The log names it in servers too that never ask.'), `set ${ANSWER} "";`]
  return because(
    'Behind the locations in the template, before them in nginx: these run first for every request.',
    writeLines(apart(refuseStrangers(entrance), refuseOtherUpgrades(), noAnswer)),
  )
}
