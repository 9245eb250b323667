import { dial, isEnd, type Route } from '../dial.ts'

/** A request as it is written, names and all: an attacker's client keeps no rule. */
export type Http2Request = {
  readonly method: string
  readonly target: string
  readonly host: string
  /** Without it what fits the connection. */
  readonly scheme?: string
  readonly lines: readonly (readonly [name: string, value: string])[]
}

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
const TIMEOUT_MILLISECONDS = 10_000
const FRAME_HEAD_BYTES = 9

// RFC 9113 section 6.
const HEADERS = 1
const RST_STREAM = 3
const SETTINGS = 4
const GOAWAY = 7
const ACK = 1
const END_STREAM = 1
const END_HEADERS = 4
const PADDED = 8
const PRIORITY = 32

/**
 * Sends one request in HTTP/2 with prior knowledge on a connection of its own, and returns its status; 0 if there is none.
 *
 * Names are sent in lower case, in the order given, repeated and forbidden ones too: Node's own client refuses to. Like
 * every client it asks once more where a gateway that goes away in peace, as nginx does in a reload, has said that it has
 * processed nothing of this connection (RFC 9113 section 6.8).
 */
export async function sendHttp2(route: Route, request: Http2Request): Promise<number> {
  const first = await sendOnce(route, request)
  return first === 'unprocessed' ? numberOf(await sendOnce(route, request)) : first
}

function numberOf(answer: Answer): number {
  return answer === 'unprocessed' ? 0 : answer
}

/** A status, 0 if there is none. */
type Answer = number | 'unprocessed'

function sendOnce(route: Route, request: Http2Request): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = dial(route)
    let bytes = Buffer.alloc(0)
    let status: Answer = 0
    socket.setTimeout(TIMEOUT_MILLISECONDS, () => socket.destroy(new Error(`no answer, but ${bytes.length} bytes`)))
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      for (let frame = takeFrame(bytes); frame !== undefined; frame = takeFrame(bytes)) {
        bytes = bytes.subarray(frame.length)
        if (asksForAck(frame)) socket.write(writeFrame(SETTINGS, ACK))
        if (frame.type === HEADERS) status = readStatus(frame)
        if (isUnprocessed(frame)) status = 'unprocessed'
        if (isOver(frame) || numberOf(status) >= 200) socket.destroy()
      }
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (!isEnd(error)) reject(error)
    })
    socket.on('close', () => resolve(status))
    const block = writeBlock({ scheme: route.tls === undefined ? 'http' : 'https', ...request })
    const head = writeFrame(HEADERS, END_STREAM | END_HEADERS, block)
    socket.write(Buffer.concat([Buffer.from(PREFACE), writeFrame(SETTINGS, 0), head]))
  })
}

/** Who goes away in peace may still answer the one stream that there is (RFC 9113 section 6.8). */
function isOver({ type, payload }: Frame): boolean {
  if (type !== GOAWAY) return type === RST_STREAM
  return payload.readUInt32BE(0) < 1 || payload.readUInt32BE(4) !== 0
}

function asksForAck({ type, flags }: Frame): boolean {
  return type === SETTINGS && (flags & ACK) === 0
}

function isUnprocessed({ type, payload }: Frame): boolean {
  return type === GOAWAY && payload.readUInt32BE(0) === 0 && payload.readUInt32BE(4) === 0
}

type Frame = { readonly type: number; readonly flags: number; readonly payload: Buffer; readonly length: number }

function takeFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < FRAME_HEAD_BYTES) return undefined
  const length = FRAME_HEAD_BYTES + bytes.readUIntBE(0, 3)
  if (bytes.length < length) return undefined
  const payload = bytes.subarray(FRAME_HEAD_BYTES, length)
  return { type: bytes.readUInt8(3), flags: bytes.readUInt8(4), payload, length }
}

/** With a payload it is of the one stream that there is, without one of the connection. */
function writeFrame(type: number, flags: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(FRAME_HEAD_BYTES)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(payload.length > 0 ? 1 : 0, 5)
  return Buffer.concat([head, payload])
}

/** Literal fields without indexing and without Huffman (RFC 7541 section 6.2.2). */
function writeBlock({ method, target, host, scheme, lines }: Required<Http2Request>): Buffer {
  const pseudo = [
    [':method', method],
    [':scheme', scheme],
    [':authority', host],
    [':path', target],
  ] as const
  const all = [...pseudo, ...lines.map(([name, value]) => [name.toLowerCase(), value] as const)]
  return Buffer.concat(all.flatMap(([name, value]) => [Buffer.of(0), writeString(name), writeString(value)]))
}

function writeString(text: string): Buffer {
  const content = Buffer.from(text, 'latin1')
  return Buffer.concat([writeInteger(content.length), content])
}

/** With a prefix of 7 bits (RFC 7541 section 5.1). */
function writeInteger(value: number): Buffer {
  if (value < 127) return Buffer.of(value)
  const bytes = [127]
  let rest = value - 127
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push(128 + (rest % 128))
  return Buffer.of(...bytes, rest)
}

/** Of the static table, from index 8 on (RFC 7541 appendix A). */
const INDEXED = [200, 204, 206, 304, 400, 404, 500]

/** The status is the first field of an answer, and no dynamic table has anything in it yet. */
function readStatus({ flags, payload }: Frame): number {
  let at = (flags & PADDED ? 1 : 0) + (flags & PRIORITY ? 5 : 0)
  // Changes of the table's size (section 6.3), some of which take several bytes.
  while ((payload.readUInt8(at) & 0xe0) === 0x20) {
    let byte = payload.readUInt8(at++)
    if ((byte & 0x1f) === 0x1f)
      do byte = payload.readUInt8(at++)
      while (byte & 0x80)
  }
  const first = payload.readUInt8(at)
  const indexed = INDEXED[(first & 0x7f) - 8]
  if (first & 0x80) return indexed ?? unreadable(payload)
  const length = payload.readUInt8(at + 1)
  const value = payload.subarray(at + 2, at + 2 + (length & 0x7f))
  const status = Number(length & 0x80 ? readDigits(value) : value.toString('latin1'))
  return status >= 100 && status < 600 ? status : unreadable(payload)
}

function unreadable(payload: Buffer): never {
  throw new Error(`the answer does not begin with a status: ${payload.toString('hex')}`)
}

/** The codes of digits (RFC 7541 appendix B): 0 to 2 have five bits, the others six. */
function readDigits(value: Buffer): string {
  let bits = [...value].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  let digits = ''
  while (bits.length >= 5 && digits.length < 3) {
    const short = Number.parseInt(bits.slice(0, 5), 2)
    const long = Number.parseInt(bits.slice(0, 6), 2)
    digits += short <= 2 ? short : long - 22
    bits = bits.slice(short <= 2 ? 5 : 6)
  }
  return digits
}
