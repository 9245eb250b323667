import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type RunningProgram, startProgram } from '../start-program.ts'
import type { StartedExample } from './example.ts'
import { type FoundFlask, findFlask } from './find-flask.ts'
import { EDGE_ENV, KEY_FILES } from './shared-keys.ts'
import { startBoth } from './start-both.ts'

const EXAMPLE = resolve(import.meta.dirname, '../../../examples/flask/app.py')
const STEERED = resolve(import.meta.dirname, 'flask_steered.py')

type Flask = Exclude<FoundFlask, { readonly missing: string }>

/** Starts the Flask example under gunicorn, as it is and with its middleware around an application that shows all. */
export async function startFlask(): Promise<StartedExample> {
  const found = await findFlask()
  if ('missing' in found) return found
  return startBoth([serveFlask(found, 'app:app'), serveFlask(found, 'flask_steered:app')])
}

/** `app:app` is the example as it is. */
export function serveFlask(
  { python }: Flask,
  application: 'app:app' | 'flask_steered:app',
  gunicornOptions: readonly string[] = [],
): Promise<RunningProgram> {
  const args = (file: string): readonly string[] => [
    '-m',
    'gunicorn',
    '--config',
    file,
    '--no-control-socket',
    ...gunicornOptions,
    application,
  ]
  const env = { ...EDGE_ENV, PYTHONDONTWRITEBYTECODE: '1' }
  return startProgram(
    { name: 'flask', path: python, env, file: 'gunicorn.conf.py', args },
    {
      ports: 1,
      write: ([port]) => `bind = "127.0.0.1:${port}"\n`,
      files: {
        ...KEY_FILES,
        'app.py': readFileSync(EXAMPLE, 'utf8'),
        'flask_steered.py': readFileSync(STEERED, 'utf8'),
      },
    },
  )
}
