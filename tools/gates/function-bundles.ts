import { type Built, buildDeployables, findOversize } from '../build-functions/build-deployables.ts'
import type { Bundle } from '../build-functions/bundle-function.ts'
import { type GateResult, judge, type Place } from './gate.ts'

/** What has no work in any function: readers of what people write, verifiers, frameworks, and the command line. */
const FORBIDDEN = [/node_modules\/(?:zod|ipaddr\.js|jose|hono|commander)\//, /^src\/(?:config|origin|cli)\//]

/** Bytes of script that a cold start may have to read, the providers' lists included. It holds what is. */
const MAX_EAGER_BYTES = 84_000

/** The same where only a schedule waits: all lists, all feeds and their readers. */
const MAX_SCHEDULED_EAGER_BYTES = 250_000

/** What waits until it is asked for even there, for it is more than all else, and one store of several needs it. */
const AWS_SDK = /node_modules\/@(?:aws-sdk|smithy)\//

/**
 * What a function may import of Node's own before it is called. Others cost a cold start milliseconds, as modules do that
 * are asked for all they export: node:http 30, node:crypto 3, node:fs 2 (`npm run bench:cold-import` tells).
 */
const CHEAP_BUILTINS = new Set(['node:events', 'node:path'])

/**
 * Builds every function as `npm run build` does, and judges what it weighs, what is in it, and what it loads before it
 * is called: our own code alone, since the AWS SDK costs a cold start twenty times what everything else does.
 */
export async function checkFunctionBundles({ root }: Place): Promise<GateResult> {
  const built = await buildDeployables({ root }).catch((error: unknown) => String(error))
  if (typeof built === 'string') return judge('function bundles', { count: 0, unit: 'functions', faults: built })
  const faults = [...findOversize(built), ...built.flatMap(findForeign), ...built.flatMap(findHasty)]
  return judge('function bundles', {
    count: built.length,
    unit: `functions, ${built.map(describe).join(', ')}`,
    faults: faults.join('\n'),
  })
}

function findForeign({ file, bundle }: Built): readonly string[] {
  const foreign = bundle?.inputs.filter((path) => FORBIDDEN.some((pattern) => pattern.test(path))) ?? []
  return foreign.map((path) => `${file}: ${path} does not belong there`)
}

function findHasty({ file, bundle, isScheduled }: Built): readonly string[] {
  if (bundle === undefined) return []
  const { eagerBytes } = bundle
  const hasty = isScheduled ? bundle.eagerInputs.filter((path) => AWS_SDK.test(path)) : findCostly(bundle)
  const faults = hasty.map((name) => `${file}: ${name} is loaded before anyone asks for it; import it dynamically`)
  const budget = isScheduled ? MAX_SCHEDULED_EAGER_BYTES : MAX_EAGER_BYTES
  if (eagerBytes <= budget) return faults
  return [...faults, `${file}: loads ${eagerBytes} bytes when it starts, the budget is ${budget}`]
}

function findCostly({ eagerInputs, eagerBuiltins }: Bundle): readonly string[] {
  const libraries = eagerInputs.filter((path) => path.includes('node_modules/'))
  return [...libraries, ...eagerBuiltins.filter((name) => !CHEAP_BUILTINS.has(name))]
}

function describe({ file, bytes }: Built): string {
  return `${file} ${(bytes.length / 1000).toFixed(1)} kB`
}
