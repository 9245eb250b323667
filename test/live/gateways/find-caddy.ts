import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

/** The program, or why there is none. */
export type FoundCaddy = { readonly path: string } | { readonly missing: string }

const run = promisify(execFile)

/** It drops both underscores and dots in header names; Debian's is years older. */
const VERSION = '2.11.9'
const FOLDER = resolve(import.meta.dirname, `../../../.cache/caddy-${VERSION}`)
const PROGRAM = join(FOLDER, 'caddy')

/** Finds the Caddy that {@link buildCaddy} has left in the cache. */
export function findCaddy(): FoundCaddy {
  if (existsSync(PROGRAM)) return { path: PROGRAM }
  return { missing: `Caddy ${VERSION} is not built; npm run test:gateways builds it with Go` }
}

/** Builds Caddy into the cache with Go, out of the module that the checksum database knows. */
export async function buildCaddy(): Promise<void> {
  if (existsSync(PROGRAM)) return
  const env = { ...process.env, GOBIN: FOLDER }
  await run('go', ['install', `github.com/caddyserver/caddy/v2/cmd/caddy@v${VERSION}`], { env })
}
