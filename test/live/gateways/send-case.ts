import { dial, isEnd, type Route } from '../dial.ts'
import { HOST } from '../verifier/sealed.ts'
import type { Case, Request } from './table.ts'
import { fillIn, mintWords, type Words } from './tokens.ts'

/** By it the application's records tell the request that a case is about from those in front of it. */
export const MARK = 'x-case'

const TIMEOUT_MILLISECONDS = 10_000

/** Writes a case's requests in one go, exactly as they stand there, and returns the last status; 0 if there is none. */
export async function sendCase(to: number | Route, { request }: Pick<Case, 'request'>): Promise<number> {
  const { before = [] } = request
  const words = await mintWords()
  const bytes = [...before.map((one) => write(one, 'before', words)), write(request, 'main', words)].join('')
  const statuses = await exchange(typeof to === 'number' ? { port: to } : to, bytes, before.length + 1)
  return statuses[before.length] ?? 0
}

function write(request: Request, mark: string, words: Words): string {
  const { method, target, version = 'HTTP/1.1', lines, host = HOST, body = '' } = request
  const all = [['Host', host], ...lines, [MARK, mark]].map(([name, value]) => `${name}: ${value}`)
  return fillIn([`${method} ${target} ${version}`, ...all, '', body].join('\r\n'), words)
}

/** No body in these tests holds a status line. */
function statusesIn(text: string): readonly number[] {
  const heads = text.matchAll(/HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n/g)
  return [...heads].map(([, status]) => Number(status)).filter((status) => status !== 100)
}

/** Writes bytes as they are and returns the statuses of what is answered, at most as many as are waited for. */
export function exchange(route: Route, bytes: string, count: number): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    const socket = dial(route)
    let text = ''
    socket.setEncoding('latin1')
    socket.setTimeout(TIMEOUT_MILLISECONDS, () => socket.destroy(new Error(`no answer, but ${JSON.stringify(text)}`)))
    socket.on('data', (chunk: string) => {
      text += chunk
      if (statusesIn(text).length >= count) socket.destroy()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (!isEnd(error)) reject(error)
    })
    socket.on('close', () => resolve(statusesIn(text)))
    socket.write(bytes, 'latin1')
  })
}
