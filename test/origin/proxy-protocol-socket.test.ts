import { createServer as createTcpServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { GET, HEADERS, start, startHttp } from './proxy-protocol-front.ts'
import { openConnection } from './raw-http.ts'

describe('a connection with a header', () => {
  test('loses none of the bytes behind it, however many and wherever they are cut', async () => {
    const server = createTcpServer((socket) => {
      let received = 0
      socket.on('data', (chunk) => (received += chunk.length)).on('end', () => socket.end(`got ${received}`))
    })
    const { port } = await start(server)
    const connection = await openConnection(port)
    const payload = Buffer.alloc(1_000_000, 'x')
    connection.send(Buffer.concat([HEADERS['version 2'], payload.subarray(0, 100_000)]))
    connection.send(payload.subarray(100_000))
    connection.socket.end()
    expect(await connection.readAll()).toBe('got 1000000')
  })

  test('reaches a server that begins to read later with nothing lost', async () => {
    const server = createTcpServer((socket) => {
      setTimeout(() => socket.pipe(socket), 20)
    })
    const { port } = await start(server)
    const connection = await openConnection(port)
    connection.send(Buffer.concat([HEADERS['version 2'], Buffer.from('early ')]))
    connection.send('late')
    connection.socket.end()
    expect(await connection.readAll()).toBe('early late')
  })

  test.each([
    { name: 'closes with its client', allowHalfOpen: false, answer: 'early' },
    { name: 'may go on when its client has closed', allowHalfOpen: true, answer: 'early late' },
  ])('is half-open for as long as the server itself would let it: $name', async ({ allowHalfOpen, answer }) => {
    const server = createTcpServer({ allowHalfOpen }, (socket) => {
      socket.write('early')
      socket.resume().on('end', () => setTimeout(() => socket.writable && socket.end(' late'), 20))
    })
    const { port } = await start(server)
    const connection = await openConnection(port)
    connection.socket.end(Buffer.concat([HEADERS['version 2'], Buffer.from('x')]))
    expect(await connection.readAll()).toBe(answer)
  })

  test('may close its sending side at once and still gets its answer', async () => {
    const { port } = await startHttp()
    const connection = await openConnection(port)
    connection.socket.end(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
    expect(await connection.readResponse()).toMatchObject({ status: 200, body: '192.0.2.7' })
  })
})
