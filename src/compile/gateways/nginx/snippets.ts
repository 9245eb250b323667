import type { Entrance } from '../../entrance.ts'
import { type AskedHost, askLines, askLocation, verifierUpstream } from './asking.ts'
import { headerNameLines } from './header-names.ts'
import { apart, block, type Lines, remark, writeLines } from './lines.ts'
import { CLIENT } from './names.ts'
import { refuseStrangers, strangerLines } from './strangers.ts'
import { otherUpgradeMap, refuseOtherUpgrades } from './upgrades.ts'

/** What a controller that asks by snippets puts into the http block. */
export function askingHttpSnippet(entrance: Entrance, verifier: string): string {
  return writeLines(
    apart(headerNameLines(), strangerLines(entrance), otherUpgradeMap(), noClient(), verifierUpstream(verifier)),
  )
}

/** What it puts into each server block. `host` is what the controller sends on as Host. */
export function askingServerSnippet(entrance: Entrance, host: AskedHost): string {
  return writeLines(apart(refuseStrangers(entrance), refuseOtherUpgrades(), askLines(), askLocation(host)))
}

/** What it puts into each location that proxies: locations with their own headers inherit none of a server block. */
export function clientHeaderSnippet(): string {
  return writeLines([
    ...remark('Empty, and so not sent, without a verified client.'),
    `proxy_set_header X-Client-IP ${CLIENT};`,
    ...remark('Whoever reads an assertion can send it until it ends.'),
    'proxy_set_header X-Client-IP-Assertion "";',
    ...remark('In place of what the controller would write, which the route takes away.'),
    `proxy_set_header X-Forwarded-For ${CLIENT};`,
    `proxy_set_header X-Real-IP ${CLIENT};`,
    'proxy_set_header Forwarded "";',
  ])
}

/** The log names the variable in servers too that never ask, where it would be unknown, and nginx would not start. */
function noClient(): Lines {
  return block(`map "" ${CLIENT}`, ['default "";'])
}
