import { fillWrangler } from '../../config/fill-wrangler.ts'
import { readHandover } from '../../config/handover.ts'
import type { WorkerKind } from '../../config/handover-schema.ts'
import type { Table } from '../../config/wrangler-environment.ts'
import { InputError, inputError, UsageError } from '../errors.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { importWrangler } from '../import-wrangler.ts'
import { explainConfig } from '../load-config.ts'
import { writeData, writeJson, writeTalk } from '../output.ts'
import { readText, requireJson, showPath } from '../read-input.ts'

export type WranglerOptions = {
  readonly outputs: string
  readonly config: string
  readonly environment: string
  readonly worker?: WorkerKind
  readonly json?: true
}

/** The project's Workers by the file that is deployed. A `main` of one's own needs `--worker`. */
const KINDS: readonly (readonly [main: RegExp, kind: WorkerKind])[] = [
  [/(?:^|\/)cloudflare-worker(?:-kv)?\.mjs$/, 'edge'],
  [/(?:^|\/)refresh-ranges-worker\.mjs$/, 'refresh-ranges'],
]

/**
 * Prints the configuration with which wrangler deploys one environment: that of the file, with what Terraform made
 * filled in. What the two say differently is refused, all of it at once.
 */
export async function runWrangler(options: WranglerOptions): Promise<ExitCode> {
  const { outputs, config, environment, json } = options
  const text = await readText(outputs)
  requireJson(text, outputs)
  const handover = await explainConfig(outputs, () => readHandover(text))
  const file = await readWranglerFile(config)
  const kind = options.worker ?? kindOf(file)
  const filled = await explainConfig(config, () => fillWrangler(file, { environment, kind, handover }))
  if (json) await writeJson({ ok: true, worker: kind, config: filled })
  else await writeData(`${JSON.stringify(filled, undefined, 2)}\n`)
  writeTalk('Keep it in the folder of the file that it comes from: paths in it count from there.')
  return EXIT.yes
}

function kindOf({ main }: Table): WorkerKind {
  const found = KINDS.find(([pattern]) => typeof main === 'string' && pattern.test(main))
  if (found !== undefined) return found[1]
  throw new UsageError('main of that file is no Worker of this project; say with --worker what it does')
}

/** Reads TOML, JSON or JSON with comments by what wrangler itself reads it with; no value is filled in or checked. */
async function readWranglerFile(path: string): Promise<Table> {
  if (path === '-') throw new UsageError('--config is read by wrangler, which takes a file')
  await readText(path)
  // Sound: what it returns is looked at as unknown. Its own types come from a package that wrangler does not install.
  const wrangler = (await importWrangler()) as {
    readonly experimental_readRawConfig: (of: { config: string }) => unknown
  }
  try {
    // Sound: wrangler returns the document beside the paths that it came from.
    return (wrangler.experimental_readRawConfig({ config: path }) as { readonly rawConfig: Table }).rawConfig
  } catch (error) {
    if (error instanceof InputError) throw error
    const rule = 'must be TOML or JSON that wrangler can read'
    throw inputError({
      code: 'BAD_WRANGLER_CONFIG',
      path: showPath(path),
      rule,
      nextStep: 'Try `wrangler check` on it',
    })
  }
}
