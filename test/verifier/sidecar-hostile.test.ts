import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openConnection } from '../origin/raw-http.ts'
import { APPS, type App, hasPython, type SeenByApp } from './sidecar-apps.ts'
import { FORGED, type SidecarVector, startSidecar, vectors, writeVector } from './sidecar-under-test.ts'

const OUTPUTS = ['x-client-ip', 'x-real-ip', 'x-forwarded-for', 'forwarded']
const SENTINEL = 'GET /health?sentinel HTTP/1.1\r\nHost: app.example.com\r\n\r\n'

type Outcome = { readonly answers: readonly number[]; readonly seen: readonly SeenByApp[]; readonly requests: number }

/** What an answer with one of these marks may be, where the parser of the day decides. */
const MARKS: Readonly<Record<string, (status: number | undefined) => boolean>> = {
  '4xx or 5xx': (status) => status !== undefined && status >= 400,
  '4xx or closed': (status) => status === undefined || (status >= 400 && status < 500),
  '200 or 400': (status) => status === 200 || status === 400,
}

/** Asks the application through the sidecar how many requests it has had, this one included. */
async function countRequests(port: number): Promise<number> {
  const connection = await openConnection(port)
  connection.send(SENTINEL)
  const response = await connection.readResponse()
  return readSeen(response?.body ?? '').count
}

/** Sound: both applications write this type. */
function readSeen(body: string): SeenByApp {
  return JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as SeenByApp
}

async function run(port: number, vector: SidecarVector): Promise<Outcome> {
  const before = await countRequests(port)
  const connection = await openConnection(port)
  connection.send(Buffer.from(writeVector(vector), 'latin1'))
  const isHead = vector.send[0]?.startsWith('HEAD') === true
  const answers: number[] = []
  const seen: SeenByApp[] = []
  for (let i = 0; i < vector.answers.length; i++) {
    const response = await connection.readResponse(isHead ? 'no-body' : undefined)
    if (response === undefined) break
    answers.push(response.status)
    if (response.status === 200 && !isHead) seen.push(readSeen(response.body))
  }
  // Whatever of the request was left over would be answered before this.
  connection.send(SENTINEL)
  const next = await connection.readResponse()
  if (vector.closes === true) expect(next).toBeUndefined()
  if (next !== undefined) expect(readSeen(next.body).target).toBe('/health?sentinel')
  const after = await countRequests(port)
  return { answers, seen, requests: after - before - (next === undefined ? 1 : 2) }
}

function expectNothingForged(seen: SeenByApp): void {
  expect(JSON.stringify(seen)).not.toContain(FORGED)
  expect(seen.headers).not.toHaveProperty('x-client-ip-assertion')
  const { 'x-client-ip': client } = seen.headers
  expect([undefined, '192.0.2.7', '2001:db8::7']).toContain(client)
  const node = client?.includes(':') ? `for="[${client}]"` : client && `for=${client}`
  expect(OUTPUTS.map((name) => seen.headers[name])).toEqual([client, client, client, node])
}

describe.each(Object.entries(APPS))('before %s', (name, start) => {
  const isMissing = name.includes('Python') && !hasPython
  let app: App | undefined

  beforeAll(async () => {
    if (!isMissing) app = await start()
  })
  afterAll(() => app?.stop())

  const asked = vectors.filter(({ apps }) => apps === undefined || apps.includes(name))

  test.skipIf(isMissing).for(asked)(`a sidecar $name${isMissing ? ' (no python3 here)' : ''}`, async (vector) => {
    const { port } = await startSidecar(app?.url ?? '')
    const { answers, seen, requests } = await run(port, vector)
    for (const [i, wanted] of vector.answers.entries()) {
      if (typeof wanted === 'number') expect(answers[i]).toBe(wanted)
      else expect(MARKS[wanted]?.(answers[i])).toBe(true)
    }
    expect(requests).toBe(answers.filter((status) => status === 200).length)
    for (const one of seen) expectNothingForged(one)
    for (const [i, headers] of (seen.length === 0 ? [] : (vector.sees ?? [])).entries()) {
      for (const [header, value] of Object.entries(headers)) expect(seen[i]?.headers[header] ?? null).toBe(value)
    }
    if (vector.target !== undefined) expect(seen[0]?.target).toBe(vector.target)
    if (vector.bodySeen !== undefined) expect(seen[0]?.body).toBe(vector.bodySeen)
  })
})
