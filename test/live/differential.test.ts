import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { differencesOf, ENDING_DIFFERENCES, ENTRY_DIFFERENCES, type Product } from './differences.ts'
import { findNginx, systemSearchPath } from './find-nginx.ts'
import { judge } from './judge.ts'
import { type Chain, readChain } from './read-chain.ts'
import { sendAll } from './send.ts'
import { generateRequests } from './sent-request.ts'
import { startNginx } from './start-nginx.ts'
import { type NodeAnswers, startNodeServer } from './start-node-server.ts'

const REQUESTS = 5_000

const requests = generateRequests(REQUESTS)
const chains = requests.map(readChain)
const documented = documentedIds()
let nodeAnswers: readonly NodeAnswers[] = []

beforeAll(async () => {
  const server = await startNodeServer()
  const bodies = await sendAll(requests, server.port)
  // Sound: our own server wrote them.
  nodeAnswers = bodies.map((body) => JSON.parse(body) as NodeAnswers)
  await server.stop()
})

describe.skipIf(process.platform !== 'linux')(`${REQUESTS} generated requests, sent to each resolver over HTTP`, () => {
  test('the walk answers as the rules do when they are followed by hand', () => {
    const wrong = requests.filter((_, i) => nodeAnswers[i]?.ipseal !== chains[i]?.answer)
    expect(wrong).toEqual([])
  })
})
