import { GATEWAYS, LOAD_BALANCERS } from '../../src/topology/products.ts'

/** What is taken for true of each load balancer. */
export function loadBalancerTable(): string {
  const rows = Object.entries(LOAD_BALANCERS).map(([name, facts]) => {
    const { layer, sourceNat, appendsForwardedFor, canSendProxy, targets } = facts
    const proxy = canSendProxy.length === 0 ? 'none' : canSendProxy.map((version) => `\`${version}\``).join(', ')
    const cells = [`\`${name}\``, layer, yes(sourceNat), yes(appendsForwardedFor), proxy, targets]
    return `| ${cells.join(' | ')} |`
  })
  const head = '| product | layer | source NAT | appends X-Forwarded-For | can send PROXY | targets |'
  return `${[head, '|---|---|---|---|---|---|', ...rows].join('\n')}\n`
}

/** What each gateway is compiled for. */
export function gatewayTable(): string {
  const rows = Object.entries(GATEWAYS).map(([name, { version, verifies, canVerify }]) => {
    const others = verifies === 'native' ? 'forward-auth' : 'native'
    return `| \`${name}\` | ${version} | ${verifies} | ${canVerify ? others : 'nothing else'} |`
  })
  return `${['| product | version | verifies | can also |', '|---|---|---|---|', ...rows].join('\n')}\n`
}

function yes(value: boolean): string {
  return value ? 'yes' : 'no'
}
