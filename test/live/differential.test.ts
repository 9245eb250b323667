import { beforeAll, describe, expect, test } from 'vitest'
import { compareAnswers, describeCase } from './compare-answers.ts'
import { differencesOf, ENDING_DIFFERENCES, ENTRY_DIFFERENCES, type Product } from './differences.ts'
import { readDocumentedDifferences } from './documented-differences.ts'
import { findNginx, systemSearchPath } from './find-nginx.ts'
import { readChain } from './read-chain.ts'
import { sendAll } from './send.ts'
import { generateRequests } from './sent-request.ts'
import { type LiveServer, startNginx } from './start-nginx.ts'
import { type NodeAnswers, startNodeServer } from './start-node-server.ts'

const isLinux = process.platform === 'linux'
const NO_PEERS = 'only Linux lets connections come from all of 127.0.0.0/8'
const nginx = isLinux ? await findNginx(systemSearchPath()) : { missing: NO_PEERS }

const documented = readDocumentedDifferences()
const examples = documented.flatMap((row) => (row.example === undefined ? [] : [{ ...row, example: row.example }]))
const generated = generateRequests(5_000)
const requests = [...generated, ...examples.map(({ example }) => example)]
const chains = requests.map(readChain)

let nodeAnswers: readonly NodeAnswers[] = []
let nginxAnswers: readonly string[] = []

beforeAll(async () => {
  if ('missing' in nginx) process.stderr.write(`live differential: nginx is not compared: ${nginx.missing}\n`)
  if (!isLinux) return
  const bodies = await askAll(await startNodeServer())
  // Sound: our own server wrote them.
  nodeAnswers = bodies.map((body) => JSON.parse(body) as NodeAnswers)
  if ('path' in nginx) nginxAnswers = await askAll(await startNginx(nginx.path))
})

describe('5,000 generated requests, and those of docs/differences.md, sent to each resolver over HTTP', () => {
  test('the walk answers as its rules do when they are followed by hand', ({ skip }) => {
    skip(!isLinux, NO_PEERS)
    const wrong = chains.flatMap((chain, i) => {
      const ipseal = nodeAnswers[i]?.ipseal
      return ipseal === chain.answer ? [] : [describeCase(chain, { ipseal })]
    })
    expect(wrong.slice(0, 3)).toEqual([])
  })

  test('proxy-addr differs from the walk in every documented way and in no other', ({ skip }) => {
    skip(!isLinux, NO_PEERS)
    const theirs = nodeAnswers.map((answers) => answers['proxy-addr'])
    expectDocumented('proxy-addr', theirs)
  })

  test('nginx with realip differs from the walk in every documented way and in no other', ({ skip }) => {
    if ('missing' in nginx) return skip(nginx.missing)
    expectDocumented('nginx', nginxAnswers, nginx.version)
  })
})

test('docs/differences.md names the differences that are looked for, in their order, and no other', () => {
  expect(documented.map(({ id }) => id)).toEqual([...ENTRY_DIFFERENCES.map(({ id }) => id), ...ENDING_DIFFERENCES])
})

async function askAll(server: LiveServer): Promise<readonly string[]> {
  try {
    return await sendAll(requests, server.port)
  } finally {
    await server.stop()
  }
}

function expectDocumented(product: Product, theirs: readonly string[], version = ''): void {
  const differences = differencesOf(product, version)
  const answered = chains.slice(0, generated.length).map((chain, i) => {
    return { chain, ipseal: nodeAnswers[i]?.ipseal ?? '', theirs: theirs[i] ?? '' }
  })
  const { unexplained, counts } = compareAnswers({ product, differences }, answered)
  const ids = [...differences.map(({ id }) => id), ...ENDING_DIFFERENCES]
  process.stderr.write(
    `${`${product} ${version}`.trim()}: ${ids.map((id) => `${id} ${counts.get(id) ?? 0}`).join(', ')}\n`,
  )
  expect(unexplained).toEqual([])
  expect(ids.filter((id) => !counts.has(id))).toEqual([])
  expectExamples(product, theirs, ids)
}

/** What the page shows is what was answered, except where a later version has come to do as we do. */
function expectExamples(product: Product, theirs: readonly string[], ids: readonly string[]): void {
  const shown = examples.map((row, i) => ({ ...row, at: generated.length + i })).filter(({ id }) => ids.includes(id))
  const answers = shown.map(({ id, at }) => ({ id, ipseal: nodeAnswers[at]?.ipseal, theirs: theirs[at] }))
  expect(answers).toEqual(
    shown.map((row, i) => ({ id: row.id, ipseal: row.ipseal, theirs: row[product] ?? answers[i]?.theirs })),
  )
}
