import { join, resolve } from 'node:path'
import type { StartedExample } from './example.ts'
import { findFlask } from './find-flask.ts'
import { EDGE_ENV, makeExampleFolder } from './shared-keys.ts'
import { startProgram } from './start-program.ts'

const EXAMPLE = resolve(import.meta.dirname, '../../../examples/flask')

/** Starts the Flask example under gunicorn, as it is and with its middleware around an application that shows all. */
export async function startFlask(): Promise<StartedExample> {
  const found = await findFlask()
  if ('missing' in found) return found
  const { folder, remove } = makeExampleFolder('flask')
  const serve = (application: string) =>
    startProgram((port) => ({
      command: join(found.bin, 'gunicorn'),
      args: ['--bind', `127.0.0.1:${port}`, '--pythonpath', `${EXAMPLE},${import.meta.dirname}`, application],
      env: { ...process.env, ...EDGE_ENV, EDGE_JWKS: join(folder, 'jwks.json'), PYTHONDONTWRITEBYTECODE: '1' },
      cwd: folder,
      port,
    }))
  const servers = await Promise.all([serve('app:app'), serve('flask_steered:app')])
  const [asWritten, steered] = servers
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()))
    remove()
  }
  return { port: asWritten.port, steeredPort: steered.port, stop }
}
