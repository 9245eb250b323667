import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { digestPrefixes } from '../../src/ranges/digest-prefixes.ts'
import { printRecord } from '../../src/ranges/read-record.ts'
import type { RangesRecord } from '../../src/ranges/record.ts'
import { recordOfList } from '../../src/ranges/record-of-list.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import { createCertificate } from '../origin/certificate.ts'
import { makeFolder, type Run, type RunOptions, runCli } from './run-cli.ts'

/** After the day of every bundled list. */
export const NOW = 1_795_700_000

/** Cloudflare's list as if it had been confirmed an hour ago, with some of it changed. */
export async function cloudflareRecord(changes: Partial<RangesRecord> = {}): Promise<RangesRecord> {
  const base = { ...recordOfList(SNAPSHOT.cloudflare), acceptedAt: NOW - 7200, checkedAt: NOW - 3600, ...changes }
  const ipv4 = base.prefixes.filter((prefix) => !prefix.includes(':')).length
  const counts = { ipv4, ipv6: base.prefixes.length - ipv4 }
  return { ...base, counts, digest: changes.digest ?? (await digestPrefixes(base.prefixes)) }
}

/** A folder of lists, as `file:` names it. */
export async function makeListFolder(texts: Readonly<Record<string, string | RangesRecord>>): Promise<string> {
  const files: Record<string, string> = {}
  for (const [name, text] of Object.entries(texts)) files[name] = typeof text === 'string' ? text : printRecord(text)
  return makeFolder(files)
}

export function ranges(args: readonly string[], options?: RunOptions): Promise<Run> {
  return runCli(['ranges', ...args], options)
}

/** A publisher of private lists, whose answers can be changed, and how a command is made to trust its certificate. */
export type Publisher = {
  readonly url: string
  readonly env: Readonly<Record<string, string>>
  readonly answer: (body: string, contentType?: string) => void
}

export async function startPublisher(): Promise<Publisher> {
  const { cert, key } = createCertificate('lists.example.com')
  const folder = makeFolder({ 'ca.pem': cert })
  let reply = { body: '', contentType: 'text/plain' }
  const server = createServer({ cert, key }, (_, response) => {
    response.writeHead(200, { 'content-type': reply.contentType }).end(reply.body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  // Sound: it listens on a port, and not on a path.
  const { port } = server.address() as AddressInfo
  return {
    url: `https://127.0.0.1:${port}/list.txt`,
    env: { NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') },
    answer: (body, contentType = 'text/plain') => {
      reply = { body, contentType }
    },
  }
}
