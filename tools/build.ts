import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Built, buildDeployables, findOversize } from './build-functions/build-deployables.ts'
import { DEPLOYABLES, type Deployable } from './build-functions/deployables.ts'
import { type BakedOptions, readBaked } from './build-functions/read-baked.ts'
import { checkBuild } from './gates/build.ts'
import { showLine } from './gates/gate.ts'

const USAGE = `Usage: npm run build [-- --only FILE] [--settings FILE] [--keys ssm:/PATH]

Writes the package to dist/ and every function, ready to deploy, to dist/functions/.

  --only FILE        one function alone, such as cloudflare-worker.mjs, and no package
  --settings FILE    what "ipseal compile --target settings" printed, to build into lambda-edge.zip
  --keys REFERENCE   the store of its keys, such as "ssm:/ipseal/prod?region=eu-central-1"

Exit codes: 0 built, 1 the sources do not build or a function is too large, 2 usage, 3 settings or keys refused`

const root = resolve(import.meta.dirname, '..')
const folder = join(root, 'dist/functions')

process.exitCode = await main()

async function main(): Promise<0 | 1 | 2 | 3> {
  const options = readOptions()
  if (typeof options === 'string') {
    console.error(`${options}\n\n${USAGE}`)
    return 2
  }
  const { only } = options
  const deployables = DEPLOYABLES.filter(({ file }) => only === undefined || file === only)
  if (deployables.length === 0) {
    console.error(`--only is one of ${DEPLOYABLES.map(({ file }) => file).join(', ')}\n\n${USAGE}`)
    return 2
  }
  // Read first, so that what is refused leaves everything as it was.
  const refusalOrBaked = await readBaked(options).catch((error: unknown) => ({ refusal: describe(error) }))
  if (typeof refusalOrBaked === 'object') {
    console.error(refusalOrBaked.refusal)
    return 3
  }
  if (only === undefined && !(await buildPackage())) return 1
  return await buildFunctions(deployables, refusalOrBaked)
}

async function buildPackage(): Promise<boolean> {
  const result = await checkBuild({ root, scratch: root })
  console.log(showLine(result))
  if (!result.ok) console.log(result.output)
  return result.ok
}

async function buildFunctions(deployables: readonly Deployable[], baked: string | undefined): Promise<0 | 1> {
  const built = await buildDeployables({ root, baked }, deployables).catch(describe)
  if (typeof built === 'string') {
    console.error(built)
    return 1
  }
  await mkdir(folder, { recursive: true })
  for (const one of built) {
    if (one.map !== undefined) await replaceFile(`${one.file}.map`, one.map)
    await replaceFile(one.file, one.bytes)
    console.log(showBuilt(one, baked))
  }
  const oversize = findOversize(built)
  for (const fault of oversize) console.error(fault)
  return oversize.length === 0 ? 0 : 1
}

/** At one stroke: whoever reads it meanwhile, such as a Worker that is started twice, finds the old one or the new. */
async function replaceFile(file: string, contents: string | Uint8Array): Promise<void> {
  const path = join(folder, file)
  await writeFile(`${path}.${process.pid}`, contents)
  await rename(`${path}.${process.pid}`, path)
}

function showBuilt({ file, bytes, maxBytes, bundle, takesVariables }: Built, baked: string | undefined): string {
  const size = `${bytes.length.toLocaleString('en')} of ${maxBytes.toLocaleString('en')} bytes`
  const cold = bundle === undefined ? '' : `, ${bundle.eagerBytes.toLocaleString('en')} bytes to load when it starts`
  const variables = takesVariables ? `, ${describeBaked(baked)}` : ''
  return `dist/functions/${file.padEnd(22)} ${size}${cold}${variables}`
}

/** The names of the variables that were built in. */
function describeBaked(baked = '{}'): string {
  const variables: unknown = JSON.parse(baked)
  const names = typeof variables === 'object' && variables !== null ? Object.keys(variables) : []
  return `${names.length === 0 ? 'nothing' : names.join(', ')} built in`
}

/** What was asked for, or why it cannot be read. */
function readOptions(): (BakedOptions & { readonly only: string | undefined }) | string {
  const options = { only: { type: 'string' }, settings: { type: 'string' }, keys: { type: 'string' } } as const
  try {
    const { only, settings, keys } = parseArgs({ options }).values
    return { only, settings, keys }
  } catch (error) {
    return describe(error)
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
