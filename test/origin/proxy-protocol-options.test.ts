import { createServer as createHttpServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { OriginError } from '../../src/origin/index.ts'
import { createProxyProtocolServer, type ProxyProtocolOptions } from '../../src/origin/node/index.ts'

describe('options that cannot be meant', () => {
  test.each<{ name: string; change: Partial<ProxyProtocolOptions>; code: string; path: string }>([
    { name: 'no sender', change: { senders: [] }, code: 'BAD_SENDER', path: 'senders' },
    {
      name: 'a sender without a length',
      change: { senders: ['10.0.0.0/8', '192.0.2.1'] },
      code: 'BAD_SENDER',
      path: 'senders[1]',
    },
    { name: 'a sender with host bits', change: { senders: ['192.0.2.1/24'] }, code: 'BAD_SENDER', path: 'senders[0]' },
    { name: 'everybody by IPv4', change: { senders: ['0.0.0.0/0'] }, code: 'BAD_SENDER', path: 'senders[0]' },
    { name: 'everybody by IPv6', change: { senders: ['::/0'] }, code: 'BAD_SENDER', path: 'senders[0]' },
    { name: 'no time', change: { headerTimeoutSeconds: 0 }, code: 'BAD_LIMIT', path: 'headerTimeoutSeconds' },
    {
      name: 'time without end',
      change: { headerTimeoutSeconds: Number.POSITIVE_INFINITY },
      code: 'BAD_LIMIT',
      path: 'headerTimeoutSeconds',
    },
    {
      name: 'no number of seconds',
      change: { headerTimeoutSeconds: Number.NaN },
      code: 'BAD_LIMIT',
      path: 'headerTimeoutSeconds',
    },
    { name: 'less than a header', change: { maxHeaderBytes: 51 }, code: 'BAD_LIMIT', path: 'maxHeaderBytes' },
    {
      name: 'more than a header can be',
      change: { maxHeaderBytes: 65_552 },
      code: 'BAD_LIMIT',
      path: 'maxHeaderBytes',
    },
    // Sound, here and below: what a caller without a compiler may pass.
    { name: 'a rule for checksums that is none', change: { crc: 'on' as 'verify' }, code: 'BAD_CHOICE', path: 'crc' },
    {
      name: 'a word for the two ends that is none',
      change: { endpoints: 'none' as 'keep' },
      code: 'BAD_CHOICE',
      path: 'endpoints',
    },
    { name: 'nobody waiting', change: { maxWaiting: 0 }, code: 'BAD_LIMIT', path: 'maxWaiting' },
  ])('are refused at setup: $name', ({ change, code, path }) => {
    const create = () =>
      createProxyProtocolServer(createHttpServer(), { senders: ['127.0.0.1/32'], report: () => undefined, ...change })
    expect(create).toThrow(OriginError)
    expect(create).toThrow(expect.objectContaining({ code, path }))
  })
})

describe('a server that cannot be meant', () => {
  const options: ProxyProtocolOptions = { senders: ['127.0.0.1/32'], report: () => undefined }

  test('is one that has a receiver already, for it would demand two headers', () => {
    const server = createHttpServer()
    createProxyProtocolServer(server, options)
    const again = () => createProxyProtocolServer(server, options)
    expect(again).toThrow(expect.objectContaining({ code: 'BAD_SERVER', path: 'server' }))
  })

  test('is one that pauses its connections to hand them to another process', () => {
    const create = () => createProxyProtocolServer(createTcpServer({ pauseOnConnect: true }), options)
    expect(create).toThrow(expect.objectContaining({ code: 'BAD_SERVER', path: 'server' }))
  })
})
