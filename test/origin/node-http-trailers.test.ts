import type { RequestListener } from 'node:http'
import { describe, expect, test } from 'vitest'
import { clientOf } from '../../src/origin/node/index.ts'
import { writeRequest } from './raw-http.ts'
import { echo } from './runtimes.ts'
import { ASSERTION, answer, CHUNKED, FORGED, readJson, serve } from './verified-server.ts'

const trailers: RequestListener = (request, response) => {
  request.resume().on('end', () => {
    const { trailers: joined, trailersDistinct, rawTrailers } = request
    answer(response, { joined, distinct: { ...trailersDistinct }, raw: rawTrailers, client: clientOf(request)?.ip })
  })
}

function chunked(fields: readonly (readonly [name: string, value: string])[], body = 'abc'): string {
  const lines = fields.map(([name, value]) => `${name}: ${value}`)
  return [`${body.length}`, body, '0', ...lines, '', ''].join('\r\n')
}

describe('trailers', () => {
  const headers = [ASSERTION, ['Transfer-Encoding', 'chunked'], ['Trailer', 'X-Client-IP, X-Sum']] as const
  const fields = [FORGED, ['x_client_ip', '203.0.113.66'], ['X-Sum', '1'], ['X-Sum', '2'], ASSERTION] as const
  const seen = {
    joined: { 'x-sum': '1, 2' },
    distinct: { 'x-sum': ['1', '2'] },
    raw: ['X-Sum', '1', 'X-Sum', '2'],
    client: '192.0.2.7',
  }

  test('never name a client, though they come after the verdict', async () => {
    const { connection, events } = await serve(trailers)
    connection.send(writeRequest({ ...CHUNKED, headers }))
    await expect.poll(() => events).toHaveLength(1)
    connection.send(chunked(fields))
    expect(await readJson(connection)).toEqual(seen)
  })

  test('never name a client, though they are there before the verdict', async () => {
    const { connection } = await serve(trailers)
    connection.send(writeRequest({ ...CHUNKED, headers }, chunked(fields)))
    expect(await readJson(connection)).toEqual(seen)
  })

  test('carry no assertion: one that comes there is missing', async () => {
    const { connection, events } = await serve(trailers)
    const withoutAssertion = [
      ['Transfer-Encoding', 'chunked'],
      ['Trailer', 'X-Client-IP-Assertion'],
    ] as const
    connection.send(writeRequest({ ...CHUNKED, headers: withoutAssertion }, chunked([ASSERTION])))
    expect(await readJson(connection)).toBe(401)
    expect(events).toMatchObject([{ type: 'refused', rejection: { reason: 'missing' } }])
  })

  test('are announced only as far as they are let through', async () => {
    const { connection } = await serve(echo)
    connection.send(writeRequest({ ...CHUNKED, headers }, chunked([])))
    expect(await readJson(connection)).toMatchObject({ headers: { trailer: 'X-Sum' } })
  })

  test('are cleaned while observing and on exempt routes too', async () => {
    const { connection } = await serve(trailers, { mode: 'observe' })
    const request = { ...CHUNKED, headers: [['Transfer-Encoding', 'chunked']] as const }
    connection.send(writeRequest(request, chunked(fields)))
    expect(await readJson(connection)).toEqual({ ...seen, client: undefined })
    connection.send(writeRequest({ ...request, method: 'GET', target: '/health' }, chunked(fields)))
    expect(await readJson(connection)).toEqual({ ...seen, client: undefined })
  })
})
