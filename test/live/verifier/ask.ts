import { connect } from 'node:net'
import { foldHeaderName } from '../../../src/headers/header-name.ts'
import { HOST } from './sealed.ts'
import type { Seen } from './start-application.ts'

export type Request = {
  readonly method?: string
  readonly target?: string
  readonly lines?: readonly (readonly [name: string, value: string])[]
}

export type Answer = {
  readonly status: number
  /** What the application was sent under any spelling of our names; undefined if it was not asked. */
  readonly ours: readonly string[] | undefined
}

const TIMEOUT_MILLISECONDS = 10_000

/** Sends a request to a gateway byte by byte as it is given, and says what came of it. */
export async function ask(port: number, { method = 'GET', target = '/', lines = [] }: Request): Promise<Answer> {
  const headers = [['Host', HOST], ...lines, ['Connection', 'close']].map(([name, value]) => `${name}: ${value}`)
  const text = await exchange(port, [`${method} ${target} HTTP/1.1`, ...headers, '', ''].join('\r\n'))
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1])
  const told = /^x-seen: (.*)$/im.exec(text)?.[1]
  if (told === undefined) return { status, ours: undefined }
  const { lines: seen }: Seen = JSON.parse(Buffer.from(told, 'base64').toString())
  const ours = seen.filter(([name = '']) => /^x-client-ip/.test(foldHeaderName(name)))
  return { status, ours: ours.map(([name = '', value = '']) => `${name.toLowerCase()}: ${value}`) }
}

function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.setEncoding('latin1')
    socket.setTimeout(TIMEOUT_MILLISECONDS, () => socket.destroy(new Error('no answer')))
    socket.on('data', (chunk: string) => (text += chunk))
    socket.on('error', reject)
    socket.on('close', () => resolve(text))
    socket.write(bytes, 'latin1')
  })
}
