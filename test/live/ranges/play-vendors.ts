import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bodies } from '../../platform/refresh/refresh-world.ts'

export type PlayedVendors = {
  /** Has a Node process ask here whatever it wants to fetch over https. Nothing in the program knows of it. */
  readonly env: Readonly<Record<string, string>>
  /** What is answered from now on, by the vendors' own addresses; 404 for all others. */
  readonly answer: (bodies: Bodies) => void
  /** The addresses that were asked for since then. */
  readonly asked: () => readonly string[]
  readonly stop: () => Promise<void>
}

/** Starts a server that plays every vendor at once. */
export async function playVendors(): Promise<PlayedVendors> {
  let answers: Bodies = {}
  let asked: string[] = []
  const server = createServer((request, response) => {
    const url = `https:/${request.url}`
    asked.push(url)
    const body = answers[url]
    if (body === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': 'application/json' }).end(body)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-vendors-'))
  const preload = join(folder, 'preload.mjs')
  writeFileSync(preload, redirectTo(address.port))
  return {
    env: { NODE_OPTIONS: `--import=${preload}` },
    answer: (bodies) => {
      answers = bodies
      asked = []
    },
    asked: () => asked,
    stop: async () => {
      server.closeAllConnections()
      await once(server.close(), 'close')
      rmSync(folder, { recursive: true })
    },
  }
}

function redirectTo(port: number): string {
  return `const real = globalThis.fetch
globalThis.fetch = (url, init) => real(String(url).replace('https:/', 'http://127.0.0.1:${port}'), init)
`
}
