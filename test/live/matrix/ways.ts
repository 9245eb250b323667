import { WAYS, type Way, type WaysIn } from './data-plane.ts'

/** The ports of a plane that listens on 127.0.0.1 and ::1 and takes both versions of HTTP on one port. */
export function everyWay(port: number, tlsPort?: number): WaysIn {
  return Object.fromEntries(WAYS.flatMap((way) => portOf(way, way.includes('TLS') ? tlsPort : port)))
}

function portOf(way: Way, port: number | undefined): readonly (readonly [Way, number])[] {
  return port === undefined ? [] : [[way, port]]
}

/** The reason for every way in whose name has this text in it: `without('TLS', '…')`. */
export function without(text: string, because: string): Partial<Record<Way, string>> {
  return Object.fromEntries(WAYS.filter((way) => way.includes(text)).map((way) => [way, because]))
}
