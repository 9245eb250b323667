import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'esbuild'
import { buildWorkerModule } from '../build-functions/worker-module.ts'
import { type GateResult, judge, type Place } from './gate.ts'

const WORKER = 'functions/cloudflare-worker.ts'
/** Prefixes that others publish and change: the providers' lists, and what is left of IANA's registries at the edge. */
const RANGES = /^src\/(?:ranges\/lists|net\/unreachable-prefixes)/

/** Bytes of the Worker, minified and gzipped, without the data of ranges; and of these data, gzipped. */
type Sizes = { readonly code: number; readonly codeGzipped: number; readonly rangesGzipped: number }

const BUDGET: Sizes = { code: 40_000, codeGzipped: 15_000, rangesGzipped: 12_000 }

/** What must never get into the Worker: readers of what people write, verifiers, and whatever is Node's alone. */
const FORBIDDEN = [
  /node_modules\/(?:zod|ipaddr\.js|jose)\//,
  /^src\/(?:config|origin|verifier|cli)\//,
  /verify-assertion\.ts$/,
]

/** Builds the Worker as it is deployed, and judges what is in it and what it weighs. */
export async function checkBundle({ root }: Place): Promise<GateResult> {
  const whole = await buildWorkerModule({ root, source: WORKER })
  const { code } = await buildWorkerModule({ root, source: WORKER, plugins: [withoutRanges] })
  const codeGzipped = gzipSync(code, { level: 9 }).length
  const sizes: Sizes = {
    code: code.length,
    codeGzipped,
    rangesGzipped: gzipSync(whole.code, { level: 9 }).length - codeGzipped,
  }
  const foreign = whole.inputs.filter((path) => FORBIDDEN.some((pattern) => pattern.test(path)))
  const faults = [...foreign.map((path) => `${path}: does not belong into the Worker`), ...overBudget(sizes)]
  return judge('worker bundle', {
    count: whole.inputs.length,
    unit: `files, ${describe(sizes)}`,
    faults: faults.join('\n'),
  })
}

/** Data that changes by itself is weighed apart: its constants stay, and hold nothing. */
const withoutRanges: Plugin = {
  name: 'without-ranges',
  setup: (worker) => {
    const { absWorkingDir = '' } = worker.initialOptions
    worker.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (!RANGES.test(relative(absWorkingDir, path))) return undefined
      const names = [...readFileSync(path, 'utf8').matchAll(/^export const (\w+)/gm)].map(([, name]) => name)
      return { contents: names.map((name) => `export const ${name} = ''`).join('\n') }
    })
  },
}

function overBudget(sizes: Sizes): string[] {
  const parts = ['code', 'codeGzipped', 'rangesGzipped'] as const
  const over = parts.filter((part) => sizes[part] > BUDGET[part])
  return over.map((part) => `${WORKER}: ${part} is ${sizes[part]} bytes, the budget is ${BUDGET[part]}`)
}

function describe({ code, codeGzipped, rangesGzipped }: Sizes): string {
  const [minified, gzipped, ranges] = [code, codeGzipped, rangesGzipped].map(
    (bytes) => `${(bytes / 1000).toFixed(1)} kB`,
  )
  return `${minified} minified, ${gzipped} gzipped, ranges ${ranges} gzipped`
}
