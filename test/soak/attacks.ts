import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Goes on until it is told to stop; resolves to the number of connections that it has opened. */
export type Attack = (port: number, signal: AbortSignal) => Promise<number>

/** Inside the prefixes of the senders, and outside of them. */
const INSIDER = '127.0.0.66'
const STRANGER = '127.66.0.1'
const SIGNATURE = Buffer.from('0d0a0d0a000d0a515549540a2111ffff', 'hex')
const AT_A_TIME = 200

function open(port: number, localAddress: string): Socket {
  return connect({ port, host: '127.0.0.1', localAddress }).on('error', () => undefined)
}

/** Keeps so many connections open, and opens a new one for each that is closed. */
function keepOpen(count: number, begin: (socket: Socket) => void): Attack {
  return async (port, signal) => {
    const sockets = new Set<Socket>()
    let opened = 0
    while (!signal.aborted) {
      for (let i = 0; sockets.size < count && i < AT_A_TIME; i++) {
        const socket = open(port, INSIDER)
        opened++
        sockets.add(socket)
        socket.on('close', () => sockets.delete(socket))
        begin(socket)
      }
      await sleep(5)
    }
    for (const socket of sockets) socket.destroy()
    return opened
  }
}

/** A byte of a header that announces as much as a header can, every now and then. */
function dripHeaders(count: number): Attack {
  return keepOpen(count, (socket) => {
    let at = 0
    const timer = setInterval(() => socket.write(SIGNATURE.subarray(at, ++at)), 100)
    socket.on('connect', () => socket.write(SIGNATURE.subarray(at, ++at)))
    socket.on('close', () => clearInterval(timer))
  })
}

function staySilent(count: number): Attack {
  return keepOpen(count, () => undefined)
}

/** Opens connections as fast as it can, each with the same bytes, and waits for each to be closed. */
function flood(localAddress: string, bytes: string): Attack {
  return async (port, signal) => {
    let opened = 0
    const openOne = (): Promise<void> =>
      new Promise((resolve) => {
        opened++
        const socket = open(port, localAddress)
        socket.on('close', () => resolve()).resume()
        socket.write(bytes)
      })
    const openSome = async (): Promise<void> => {
      while (!signal.aborted) await openOne()
    }
    await Promise.all(Array.from({ length: AT_A_TIME }, openSome))
    return opened
  }
}

const FORGED = 'PROXY TCP4 203.0.113.66 198.51.100.1 1 443\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n'

export type AttackName = 'drip 2000' | 'silence of 10000' | 'silence of 500' | 'strangers' | 'no headers'

export const ATTACKS: Readonly<Record<AttackName, Attack>> = {
  'drip 2000': dripHeaders(2_000),
  'silence of 10000': staySilent(10_000),
  'silence of 500': staySilent(500),
  strangers: flood(STRANGER, FORGED),
  'no headers': flood(INSIDER, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
}
