import { foldHeaderName } from '../../../src/headers/header-name.ts'
import { CLIENT } from '../verifier/sealed.ts'
import { MARK } from './send-case.ts'
import type { Seen } from './start-application.ts'

export type Judgement = {
  /** One of the table's words, or what happened instead. */
  readonly outcome: string
  /** What may happen with no request. */
  readonly faults: readonly string[]
}

type Line = readonly [name: string, value: string]

/** What an application may be told, if it is not the one client of the table. */
export type Allowed = {
  /** The addresses that are sealed, each with the word for it. */
  readonly clients?: Readonly<Record<string, string>>
  /** A path that needs no seal besides the two of the table, whatever the method. */
  readonly open?: string | undefined
}

const CLIENTS = { [CLIENT]: 'client' }

/** Says what came of a request: by the status, and by all that the application was sent because of it. */
export function judgeCase(status: number, seen: readonly Seen[], allowed: Allowed = {}): Judgement {
  const main = seen.filter(isMarked)
  const others = seen.filter((one) => !isMarked(one))
  const faults = [...seen.flatMap(faultsOf), ...others.flatMap((one) => forgeriesIn(one, allowed))]
  const [only, ...more] = main
  if (only === undefined) return { outcome: refusalOf(status), faults }
  return { outcome: more.length > 0 ? `sent on ${main.length} times` : readingOf(only, allowed), faults }
}

function isMarked({ lines }: Seen): boolean {
  return pairs(lines).some(([name, value]) => name.toLowerCase() === MARK && value === 'main')
}

function refusalOf(status: number): string {
  if (status === 401) return 'refused'
  if (status >= 200 && status < 300) return 'answered'
  return (status >= 400 && status < 500) || status === 501 ? 'rejected' : `not sent on, with status ${status}`
}

/** What an application makes of a request that it was sent. */
function readingOf(seen: Seen, allowed: Allowed): string {
  const [other] = linesUnder('upgrade', seen).filter(([, value]) => value.toLowerCase() !== 'websocket')
  const past = seen.isUpgrade && other !== undefined ? `, who speaks past the gateway by ${write(other)}` : ''
  return `${toldTo(seen, allowed)}${past}`
}

function toldTo(seen: Seen, { clients = CLIENTS, open }: Allowed): string {
  const [first, ...others] = ourLines(seen)
  if (first === undefined)
    return needsNoSeal(seen, open) ? 'nobody' : `nobody, but ${seen.method} ${seen.target} needs a seal`
  const known = Object.entries(clients).find(([address]) => first === `x-client-ip: ${address}`)
  return known !== undefined && others.length === 0 ? known[1] : `told ${[first, ...others].join(' and ')}`
}

/** By the name under which the application is asked, whatever the client wrote: an authority has no `?`, `#` or `\`. */
function needsNoSeal({ method, target }: Seen, open: string | undefined): boolean {
  if (target === open) return true
  return method === 'GET' && /^(?:https?:\/\/[^/?#\\]+)?\/(?:health|livez)(?:\?|$)/.test(target)
}

/** Everything under a name that some application reads as one of ours, in the header or behind the body. */
function ourLines({ lines, trailers }: Seen): readonly string[] {
  const inHeader = pairs(lines).filter(isOurs)
  const behind = pairs(trailers).filter(isOurs)
  return [...inHeader.map(write), ...behind.map((line) => `${write(line)} behind the body`)]
}

function isOurs([name]: Line): boolean {
  return foldHeaderName(name).startsWith('x-client-ip')
}

function write([name, value]: Line): string {
  return `${name.toLowerCase()}: ${value}`
}

function forgeriesIn(seen: Seen, allowed: Allowed): readonly string[] {
  const reading = readingOf(seen, allowed)
  return reading === 'client' || reading === 'nobody' ? [] : [`${seen.target}: ${reading}`]
}

function faultsOf(seen: Seen): readonly string[] {
  const dropping = linesUnder('connection', seen).filter(([, value]) => /x.client.ip/i.test(value))
  return [
    ...dropping.map((line) => `the next proxy is told ${write(line)}`),
    ...(seen.target.startsWith('/smuggled') ? [`nobody asked for ${seen.target}`] : []),
  ]
}

function linesUnder(wanted: string, { lines }: Seen): readonly Line[] {
  return pairs(lines).filter(([name]) => name.toLowerCase() === wanted)
}

function pairs(raw: readonly string[]): readonly Line[] {
  return Array.from({ length: raw.length / 2 }, (_, i): Line => [raw[2 * i] ?? '', raw[2 * i + 1] ?? ''])
}
