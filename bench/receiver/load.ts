import { connect } from 'node:net'

export type Load = { readonly connections: number; readonly requestsPerConnection: number; readonly atATime: number }

const KEPT = Buffer.from('GET /a/page?with=query HTTP/1.1\r\nHost: app.example.com\r\nAccept: text/html\r\n\r\n')
const LAST = Buffer.from(KEPT.toString().replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))
const END_OF_HEAD = '\r\n\r\n'
/** What the servers answer with. */
const BODY_BYTES = 64

/** Opens all connections of a load, so many at a time; each sends `header`, and then its requests one after another. */
export async function runLoad(port: number, header: Uint8Array, load: Load): Promise<void> {
  let left = load.connections
  const runSome = async (): Promise<void> => {
    while (left-- > 0) await runConnection(port, header, load.requestsPerConnection)
  }
  await Promise.all(Array.from({ length: load.atATime }, runSome))
}

/** The header goes with the first request, as most load balancers send it. */
function runConnection(port: number, header: Uint8Array, requests: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let answered = 0
    let responseBytes = 0
    let received = 0
    socket.on('data', (chunk) => {
      // All responses of a connection are of one size: finding out which is the work of the first.
      if (responseBytes === 0) responseBytes = chunk.indexOf(END_OF_HEAD) + END_OF_HEAD.length + BODY_BYTES
      received += chunk.length
      if (received < responseBytes) return
      received = 0
      answered++
      if (answered < requests) socket.write(KEPT)
      else socket.end()
    })
    socket.on('error', reject)
    socket.on('close', () => {
      if (answered === requests) resolve()
      else reject(new Error(`a server closed after ${answered} of ${requests} responses`))
    })
    socket.write(Buffer.concat([header, requests === 1 ? LAST : KEPT]))
  })
}
