import { openConnection } from '../../origin/raw-http.ts'

/** What an example did with a request: the status, and what the application showed if it got there. */
export type Answer = {
  readonly status: number
  readonly client: string | undefined
  /** The application's header lines by lower-case name, without Host and what the test added. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

type Line = readonly [name: string, value: string]

/** Writes the exact bytes of a request and reads one answer. Status 0 is a connection closed without one. */
export async function sendRaw(port: number, bytes: string): Promise<Answer> {
  const connection = await openConnection(port)
  connection.send(Buffer.from(bytes, 'latin1'))
  const response = await connection.readResponse(bytes.startsWith('HEAD') ? 'no-body' : undefined)
  connection.socket.destroy()
  const { status = 0, body = '' } = response ?? {}
  return { status, body, ...readPage(body) }
}

export function writeHead(method: string, target: string, lines: readonly Line[]): string {
  return [`${method} ${target} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')
}

function readPage(body: string): Pick<Answer, 'client' | 'headers'> {
  const client = /^Client IP: (.*)$/m.exec(body)?.[1]
  const headers: Record<string, string> = {}
  for (const [, name = '', value = ''] of body.matchAll(/^([^\s:]+): ?(.*)$/gm)) {
    const key = name.toLowerCase()
    if (key === 'host' || key.startsWith('x-test-')) continue
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value
  }
  return { client, headers }
}
