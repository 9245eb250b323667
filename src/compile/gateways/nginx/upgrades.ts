import { block, type Lines, remark } from './lines.ts'
import { CONNECTION, OTHER_UPGRADE, UPGRADE } from './names.ts'

const REASON =
  'WebSocket and nothing else: behind an upgrade to h2c a client would speak to the application past nginx and every header rule in it.'

/** For an http block whose own locations write Upgrade and Connection: every other upgrade is left out. */
export function upgradeMaps(): Lines {
  return [
    ...remark(REASON),
    ...block(`map $http_upgrade ${UPGRADE}`, ['default "";', '"~*^websocket$" websocket;']),
    ...block(`map ${UPGRADE} ${CONNECTION}`, ['default "";', 'websocket upgrade;']),
  ]
}

/** For an http block of a controller that passes every upgrade on: others are refused. */
export function otherUpgradeMap(): Lines {
  const known = ['default 1;', '"" 0;', '"~*^websocket$" 0;']
  return [...remark(REASON), ...block(`map $http_upgrade ${OTHER_UPGRADE}`, known)]
}

/** For each server block of such a controller. */
export function refuseOtherUpgrades(): Lines {
  return block(`if (${OTHER_UPGRADE})`, ['return 400;'])
}
