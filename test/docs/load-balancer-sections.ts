import { isMap, isScalar, type Pair, parseAllDocuments, type YAMLMap } from 'yaml'
import { compile, type Note } from '../../src/compile/index.ts'
import { LOAD_BALANCERS, type LoadBalancerProduct } from '../../src/topology/products.ts'
import { LOAD_BALANCER_ANNOTATIONS } from '../compile/load-balancer-annotations.ts'
import { JWKS, topologyOf } from '../compile/topology-of.ts'
import vectors from '../vectors/load-balancers.json' with { type: 'json' }

type Row = { readonly name: string; readonly value: string; readonly reason: string }

const PRODUCTS = Object.keys(LOAD_BALANCERS).filter((name): name is LoadBalancerProduct => name in LOAD_BALANCERS)

/** What docs/load-balancers.md says of each product, out of what is compiled for it. */
export function loadBalancerSections(): string {
  return [factsTable(), ...PRODUCTS.map(sectionOf)].join('\n')
}

function factsTable(): string {
  const rows = PRODUCTS.map((product) => {
    const { layers, sourceNat, canSendProxy, canTarget } = LOAD_BALANCERS[product]
    const versions = canSendProxy.length === 0 ? 'no' : canSendProxy.join(', ')
    return [
      `\`${product}\``,
      layers.join(', '),
      sourceNat ? 'its own or a node’s' : 'the client’s',
      versions,
      canTarget.join(', '),
    ]
  })
  return table(['load balancer', 'layer', 'address behind it', 'PROXY protocol', 'sends to'], rows)
}

function sectionOf(product: LoadBalancerProduct): string {
  const cases = vectors.services.filter(({ hop }) => hop.product === product && !(product === 'gke' && hop.layer === 7))
  const rows = cases.flatMap(({ hop, document = {} }) =>
    rowsOf(compileHop(hop, document, vectors.edge).files[0]?.text ?? ''),
  )
  const unlike = [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()]
  const { notes } = compileHop({ product }, {}, 'cloudflare')
  const source = LOAD_BALANCER_ANNOTATIONS[product]?.source
  return [
    `\n## ${product}\n`,
    ...(source === undefined ? [] : [`Keys as the controller reads them: ${source}.\n`]),
    table(
      ['setting', 'value', 'why'],
      unlike.map(({ name, value, reason }) => [`\`${name}\``, `\`${value}\``, reason]),
    ),
    `\n${notes.map(showNote).join('\n')}\n`,
  ].join('\n')
}

function compileHop(hop: { readonly product: string }, document: object, edge: unknown) {
  const topology = topologyOf({ loadBalancerRanges: vectors.ranges, ...document, path: [edge, hop, 'nginx', 'app'] })
  return compile({ topology, jwks: JWKS }, hop.product)
}

/** The annotations and the settings of the Service that decide about addresses, each with the comment above it. */
function rowsOf(text: string): readonly Row[] {
  const [document] = parseAllDocuments(text)
  const annotations = document?.getIn(['metadata', 'annotations'], true)
  const spec = document?.getIn(['spec'], true)
  return [
    ...(isMap(annotations) ? pairsOf(annotations) : []),
    ...(isMap(spec) ? pairsOf(spec).filter(({ name }) => /^(?:external|loadBalancerS)/.test(name)) : []),
  ]
}

function pairsOf(map: YAMLMap): readonly Row[] {
  return map.items.map((pair: Pair, i) => {
    const { key, value } = pair
    const own = isScalar(key) ? key.commentBefore : undefined
    // The comment above the first key belongs to the map.
    const comment = own ?? (i === 0 ? map.commentBefore : undefined) ?? ''
    const shown = isScalar(value) ? String(value.value) : 'the prefixes of the edge'
    return { name: String(isScalar(key) ? key.value : key), value: shown, reason: comment.replace(/\s+/g, ' ').trim() }
  })
}

function showNote({ kind, text, source }: Note): string {
  return `- **${kind}**: ${text}${source === undefined ? '' : ` (${source})`}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`
  return `${line(head)}|${'---|'.repeat(head.length)}\n${rows.map(line).join('')}`
}
