import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type RunningProgram, startProgram } from '../start-program.ts'
import type { Seen } from './start-application.ts'

const APPLICATION = join(import.meta.dirname, 'wsgi_application.py')

export function hasPython(): boolean {
  return spawnSync('python3', ['--version']).status === 0
}

/** Starts an application behind Python's own WSGI server, which reads the names of headers with other eyes than Node. */
export function startWsgi(): Promise<RunningProgram> {
  const args = (file: string): readonly string[] => ['-B', APPLICATION, file]
  return startProgram({ name: 'wsgi', path: 'python3', file: 'port', args }, { ports: 1, write: ([port]) => `${port}` })
}

/** What of the client such an application is told, had it been sent these lines. */
export async function readByWsgi(port: number, { lines }: Pick<Seen, 'lines'>): Promise<unknown> {
  const written = lines.flatMap((name, i) => (i % 2 === 0 && !FRAMING.test(name) ? [`${name}: ${lines[i + 1]}`] : []))
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk))
  socket.write(['GET / HTTP/1.0', ...written, '', ''].join('\r\n'), 'latin1')
  await once(socket, 'close')
  return JSON.parse(text.slice(text.indexOf('\r\n\r\n')))
}

/** The body is not sent. */
const FRAMING = /^(?:content-length|transfer-encoding|connection|upgrade|expect)$/i
