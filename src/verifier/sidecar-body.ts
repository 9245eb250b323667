import type { ClientRequest, IncomingMessage, OutgoingMessage } from 'node:http'
import type { Treatment } from './sidecar-treatment.ts'

type Passing = {
  readonly treat: (name: string) => Treatment
  /** Called when the last byte has been handed over. */
  readonly whenSent: () => void
}

/**
 * Sends the body of a request on, as fast as the application takes it, with its trailers but for those that speak for us.
 *
 * Once the application has answered in full without waiting for the body, the rest of it is read and thrown away: the
 * client's next request stands behind it.
 */
export function passBody(request: IncomingMessage, outgoing: ClientRequest, { treat, whenSent }: Passing): void {
  request
    .on('data', (chunk: Buffer) => {
      if (!outgoing.destroyed && !outgoing.write(chunk)) request.pause()
    })
    .on('end', () => {
      if (outgoing.destroyed) return
      addTrailers(outgoing, request.rawTrailers, (name) => treat(name) === 'keep')
      outgoing.end()
      whenSent()
    })
  const readOn = (): void => {
    if (!request.readableEnded) request.resume()
  }
  outgoing.on('drain', readOn).on('close', readOn)
}

/** Adds the trailers of one message to another. Node writes them only where that one is chunked. */
export function addTrailers(
  message: OutgoingMessage,
  raw: readonly string[],
  isPassedOn: (name: string) => boolean,
): void {
  if (raw.length === 0) return
  const pairs = Array.from({ length: raw.length / 2 }, (_, i): [string, string] => [
    raw[2 * i] ?? '',
    raw[2 * i + 1] ?? '',
  ])
  try {
    message.addTrailers(pairs.filter(([name]) => isPassedOn(name)))
  } catch {
    // Node reads a field that it does not write. The body before it is whole, so it goes without its trailers.
  }
}
