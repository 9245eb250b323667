import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { StartedExample } from './example.ts'
import { type FoundFlask, findFlask } from './find-flask.ts'
import { replaceOnce } from './replace-once.ts'
import { EDGE_ENV, makeExampleFolder } from './shared-keys.ts'
import { type RunningProgram, startProgram } from './start-program.ts'

const EXAMPLE = resolve(import.meta.dirname, '../../../examples/flask')

type Flask = Exclude<FoundFlask, { readonly missing: string }>
type FlaskOptions = {
  /** `app:app` is the example as it is. */
  readonly application?: string
  /** Where it finds its keys; a file with those of the vectors by default. */
  readonly jwks?: string
  readonly gunicornOptions?: readonly string[]
  /** Put into edge_keys.py in place of its own. */
  readonly floorSeconds?: number
}

/** Starts the Flask example under gunicorn, as it is and with its middleware around an application that shows all. */
export async function startFlask(): Promise<StartedExample> {
  const found = await findFlask()
  if ('missing' in found) return found
  const servers = await Promise.all([serveFlask(found), serveFlask(found, { application: STEERED })])
  const [asWritten, steered] = servers
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()))
  }
  return { port: asWritten.port, steeredPort: steered.port, stop }
}

export const STEERED = 'flask_steered:app'

export async function serveFlask({ bin }: Flask, options: FlaskOptions = {}): Promise<RunningProgram> {
  const { folder, remove } = makeExampleFolder('flask')
  const { application = 'app:app', jwks = join(folder, 'jwks.json'), gunicornOptions = [], floorSeconds = 30 } = options
  cpSync(EXAMPLE, folder, { recursive: true })
  const keys = replaceOnce(readFileSync(join(EXAMPLE, 'edge_keys.py'), 'utf8'), {
    'FLOOR_SECONDS = 30': `FLOOR_SECONDS = ${floorSeconds}`,
  })
  writeFileSync(join(folder, 'edge_keys.py'), keys)
  const server = await startProgram((port) => ({
    command: join(bin, 'gunicorn'),
    args: [
      '--bind',
      `127.0.0.1:${port}`,
      '--no-control-socket',
      '--pythonpath',
      `${folder},${import.meta.dirname}`,
      ...gunicornOptions,
      application,
    ],
    env: { ...process.env, ...EDGE_ENV, EDGE_JWKS: jwks, PYTHONDONTWRITEBYTECODE: '1' },
    cwd: folder,
    port,
  }))
  const stop = async (): Promise<void> => {
    await server.stop()
    remove()
  }
  return { ...server, stop }
}
