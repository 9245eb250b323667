import { checkPrefix } from '../config/check-prefix.ts'
import type { ConfigFault } from '../config/fault-list.ts'
import { adviseName } from '../config/suggest-name.ts'
import { describeValue } from '../fault/escape-text.ts'
import { isProviderName, PROVIDER_NAMES } from '../ranges/provider.ts'
import { splitVersion } from './parse-path.ts'
import {
  ALIASES,
  GATEWAYS,
  isEdgeProduct,
  isGatewayProduct,
  isLoadBalancerProduct,
  LOAD_BALANCERS,
  PRODUCT_NAMES,
} from './products.ts'
import type { AppHop, EdgeHop, GatewayHop, Hop, LoadBalancerHop } from './topology.ts'
import type { HopDocument } from './topology-schema.ts'
import { VERSION } from './version.ts'

type Given = HopDocument & { readonly product: string }

/** What the rest of the document says about hops that say nothing themselves. */
export type HopDefaults = { readonly name: string; readonly loadBalancerRanges: readonly string[] }

/** A hop with every default filled in, or what is wrong with it. */
export type ReadHop = { readonly hop: Hop } | { readonly faults: readonly ConfigFault[] }

/** Reads one hop of a path, in either form. `path` is where it stands. */
export function readHop(item: string | HopDocument, path: string, defaults: HopDefaults): ReadHop {
  const given = writeOut(item)
  const { product, version } = given
  const faults: ConfigFault[] = []
  if (version !== undefined && !VERSION.test(version)) {
    const rule = 'a version is one to three numbers, such as 1.30'
    faults.push({ code: 'BAD_NAME', path, rule, received: describeValue(version), nextStep: 'Write product@1.30' })
  }
  faults.push(...foreignKeys(given, path), ...checkRanges(given, path))
  const hop = expand(given, defaults)
  if (hop === undefined) {
    const rule = 'must be something that can stand on a path'
    const nextStep = adviseName(product, [...PRODUCT_NAMES, ...ALIASES.keys()])
    faults.push({ code: 'UNKNOWN_NAME', path, rule, received: describeValue(product), nextStep })
  }
  return hop === undefined || faults.length > 0 ? { faults } : { hop }
}

function writeOut(item: string | HopDocument): Given {
  const given = typeof item === 'string' ? { product: item } : item
  const [name, version] = splitVersion(given.product)
  const product = ALIASES.get(name) ?? name
  return version === undefined ? { ...given, product } : { ...given, product, version }
}

function expand(given: Given, defaults: HopDefaults): Hop | undefined {
  const { product } = given
  if (isEdgeProduct(product)) return expandEdge({ ...given, product })
  if (isLoadBalancerProduct(product)) return expandLoadBalancer({ ...given, product }, defaults)
  if (isGatewayProduct(product)) return expandGateway({ ...given, product })
  return product === 'app' ? expandApp(given, defaults) : undefined
}

function expandEdge({ product, ranges }: Given & Pick<EdgeHop, 'product'>): EdgeHop {
  const own = product === 'edge' ? [] : product
  return {
    kind: 'edge',
    product,
    ranges: typeof ranges === 'string' && isProviderName(ranges) ? ranges : list(ranges, own),
  }
}

function list<Own>(ranges: string | readonly string[] | undefined, own: Own): readonly string[] | Own {
  return ranges === undefined || typeof ranges === 'string' ? own : ranges
}

function expandLoadBalancer(
  given: Given & Pick<LoadBalancerHop, 'product'>,
  { loadBalancerRanges }: HopDefaults,
): LoadBalancerHop {
  const { product } = given
  const { canSendProxy, layers: _, canTarget: __, ...facts } = LOAD_BALANCERS[product]
  const layer = given.layer ?? facts.layer
  const targets = given.targets ?? facts.targets
  const sourceNat = given.sourceNat ?? (layer === 7 || facts.sourceNat || replacesAddress({ ...given, targets }))
  const [firstVersion = 'none'] = layer === 4 && facts.sourceNat && sourceNat ? canSendProxy : []
  return {
    kind: 'load-balancer',
    product,
    layer,
    sourceNat,
    appendsForwardedFor: given.appendsForwardedFor ?? (layer === 7 || facts.appendsForwardedFor),
    sendsProxy: given.sendsProxy ?? (given.appendsForwardedFor ? 'none' : firstVersion),
    ranges: list(given.ranges, loadBalancerRanges),
    trafficPolicy: given.trafficPolicy ?? (sourceNat ? 'Cluster' : 'Local'),
    targets,
  }
}

/** Whoever sends a PROXY header has put an address of its own in place of the one that it names; so does kube-proxy. */
function replacesAddress({ sendsProxy = 'none', trafficPolicy, targets }: HopDocument): boolean {
  return sendsProxy !== 'none' || (trafficPolicy === 'Cluster' && targets === 'nodes')
}

function expandGateway(given: Given & Pick<GatewayHop, 'product'>): GatewayHop {
  const { product, version, verifies, sendsProxy = 'none', ranges } = given
  const facts = GATEWAYS[product]
  const who = readVerifies(verifies, facts.verifies)
  return {
    kind: 'gateway',
    product,
    version: version ?? facts.version,
    verifies: who,
    sendsProxy,
    ranges: list(ranges, []),
  }
}

function readVerifies(given: HopDocument['verifies'], usual: GatewayHop['verifies']): GatewayHop['verifies'] {
  if (given === undefined || given === true) return usual
  return given === false ? 'none' : given
}

function expandApp({ service, port = 8080, verifies }: Given, { name }: HopDefaults): AppHop {
  return { kind: 'app', service: service ?? name, port, verifies: verifies === true }
}

const KEYS: Readonly<Record<Hop['kind'], readonly (keyof HopDocument)[]>> = {
  edge: ['product', 'ranges'],
  'load-balancer': [
    'product',
    'ranges',
    'layer',
    'sourceNat',
    'appendsForwardedFor',
    'sendsProxy',
    'trafficPolicy',
    'targets',
  ],
  gateway: ['product', 'version', 'verifies', 'sendsProxy', 'ranges'],
  app: ['product', 'service', 'port', 'verifies'],
}

function kindOf(product: string): Hop['kind'] | undefined {
  if (isEdgeProduct(product)) return 'edge'
  if (isLoadBalancerProduct(product)) return 'load-balancer'
  if (isGatewayProduct(product)) return 'gateway'
  return product === 'app' ? 'app' : undefined
}

function foreignKeys(given: Given, path: string): ConfigFault[] {
  const kind = kindOf(given.product)
  if (kind === undefined) return []
  const known: readonly string[] = KEYS[kind]
  return Object.keys(given)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      code: 'UNKNOWN_KEY',
      path: `${path}.${key}`,
      rule: `is nothing that can be said of ${given.product}`,
      nextStep: `Use of: ${known.join(', ')}`,
    }))
}

function checkRanges({ product, ranges }: Given, path: string): ConfigFault[] {
  if (ranges === undefined) return []
  if (typeof ranges === 'string') {
    if (isProviderName(ranges) && kindOf(product) === 'edge') return []
    const rule = 'must be a list of prefixes, or for an edge the name of a provider'
    const nextStep = kindOf(product) === 'edge' ? adviseName(ranges, PROVIDER_NAMES) : 'Write a list'
    return [{ code: 'BAD_PREFIX', path: `${path}.ranges`, rule, received: describeValue(ranges), nextStep }]
  }
  return ranges.flatMap((text, i) => {
    const prefix = checkPrefix(text, `${path}.ranges[${i}]`)
    return 'rule' in prefix ? [prefix] : []
  })
}
