import { isObject } from '../config/parse-document.ts'
import type { shapeFaults } from '../config/shape-faults.ts'
import { hopSchema } from './topology-schema.ts'

type Issues = Parameters<typeof shapeFaults>[0]

/**
 * Returns what the schema says of a document, hop by hop.
 *
 * A hop may be a name or an object, so that the schema says of a wrong one only that it is neither.
 */
export function topologyIssues({ issues }: { readonly issues: Issues }, value: unknown): Issues {
  const path = isObject(value) ? value.path : undefined
  if (!Array.isArray(path)) return issues
  const others = issues.filter((issue) => !(issue.code === 'invalid_union' && issue.path[0] === 'path'))
  const hops = path.flatMap((item: unknown, i) =>
    hopIssues(item).map((issue) => ({ ...issue, path: ['path', i, ...issue.path] })),
  )
  const known = new Set(others.map((issue) => JSON.stringify([issue.code, issue.path])))
  const all = [...others, ...hops.filter((issue) => !known.has(JSON.stringify([issue.code, issue.path])))]
  return all.length > 0 ? all : issues
}

function hopIssues(item: unknown): Issues {
  return (typeof item === 'string' ? hopSchema.shape.product : hopSchema).safeParse(item).error?.issues ?? []
}
