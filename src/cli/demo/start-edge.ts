import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { InputError } from '../errors.ts'
import { importWrangler } from '../import-wrangler.ts'

const ROOT = new URL('../../../', import.meta.url)
const WRANGLER_CONFIG = fileURLToPath(new URL('wrangler.toml', ROOT))

export type RunningEdge = {
  readonly url: URL
  readonly close: () => Promise<void>
}

export type EdgeStart = {
  /** The Worker's variables and secrets, by name. */
  readonly environment: Readonly<Record<string, string>>
  /** 0 takes a free port. */
  readonly port: number
  /** Told each line that the Worker logs. */
  readonly onLog: (line: string) => void
}

/** Starts the Worker that `wrangler deploy` would upload, in workerd, on a port of this machine. */
export async function startEdge({ environment, port, onLog }: EdgeStart): Promise<RunningEdge> {
  const { unstable_startWorker: startWorker } = await loadWrangler()
  const bindings = Object.entries(environment).map(([name, value]) => [name, { type: 'secret_text', value }] as const)
  const worker = await startWorker({
    config: WRANGLER_CONFIG,
    bindings: Object.fromEntries(bindings),
    dev: {
      server: { hostname: '127.0.0.1', port },
      inspector: false,
      watch: false,
      persist: false,
      logLevel: 'none',
      structuredLogsHandler: ({ message }: { readonly message: string }) => onLog(message),
    },
  })
  await worker.ready
  return { url: await worker.url, close: () => worker.dispose() }
}

async function loadWrangler(): Promise<typeof import('wrangler')> {
  if (!existsSync(WRANGLER_CONFIG)) {
    const message = 'the demo starts the Worker of a checkout; clone the repository and run `npm ci` there'
    throw new InputError(message, { code: 'NO_CHECKOUT' })
  }
  return await importWrangler()
}
