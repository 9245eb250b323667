import { connect } from 'node:net'
import { HOST } from '../verifier/sealed.ts'
import type { Case, Request } from './table.ts'
import { fillIn } from './tokens.ts'

/** By it the application's records tell the request that a case is about from those in front of it. */
export const MARK = 'x-case'

const TIMEOUT_MILLISECONDS = 10_000

/** Writes a case's requests in one go, exactly as they stand there, and returns the last status; 0 if there is none. */
export async function sendCase(port: number, { request }: Pick<Case, 'request'>): Promise<number> {
  const { before = [] } = request
  const bytes = [...before.map((one) => write(one, 'before')), write(request, 'main')].join('')
  const statuses = await exchange(port, bytes, before.length + 1)
  return statuses[before.length] ?? 0
}

function write({ method, target, version = 'HTTP/1.1', lines, host = HOST, body = '' }: Request, mark: string): string {
  const all = [['Host', host], ...lines, [MARK, mark]].map(([name, value]) => `${name}: ${value}`)
  return fillIn([`${method} ${target} ${version}`, ...all, '', body].join('\r\n'))
}

/** No body in these tests holds a status line. */
function statusesIn(text: string): readonly number[] {
  const heads = text.matchAll(/HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n/g)
  return [...heads].map(([, status]) => Number(status)).filter((status) => status !== 100)
}

function exchange(port: number, bytes: string, count: number): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.setEncoding('latin1')
    socket.setTimeout(TIMEOUT_MILLISECONDS, () => socket.destroy(new Error(`no answer, but ${JSON.stringify(text)}`)))
    socket.on('data', (chunk: string) => {
      text += chunk
      if (statusesIn(text).length >= count) socket.destroy()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    socket.on('close', () => resolve(statusesIn(text)))
    socket.write(bytes, 'latin1')
  })
}
