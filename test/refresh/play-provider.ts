import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { onTestFinished } from 'vitest'
import type { Fetch } from '../../src/refresh/fetch-limits.ts'
import { type Certificate, createCertificate, createExpiredCertificate } from '../origin/certificate.ts'

/** Known to this process as the certificates of public authorities are. */
const TRUSTED = createCertificate('provider.example')
export const EXPIRED = createExpiredCertificate('provider.example')
export const SELF_SIGNED = createCertificate('provider.example')
setDefaultCACertificates([...getCACertificates('default'), TRUSTED.cert, EXPIRED.cert])

type Asked = { readonly path: string; readonly etag: string | undefined }

export type Provider = {
  readonly origin: string
  readonly asked: readonly Asked[]
  /** Brings every request to this server, whatever host it is for: the path and the headers are kept. */
  readonly fetch: Fetch
}

export type Stage = {
  readonly certificate?: Certificate
  /** As the address names it, for certificates of other names. */
  readonly host?: string
  readonly isPlain?: boolean
  /** Where it is not the one that the server speaks. */
  readonly scheme?: 'http' | 'https'
}

/** Plays a provider on this machine. */
export async function playProvider(listener: RequestListener, stage: Stage = {}): Promise<Provider> {
  const { certificate = TRUSTED, host = '127.0.0.1', isPlain = false } = stage
  const scheme = stage.scheme ?? (isPlain ? 'http' : 'https')
  const asked: Asked[] = []
  const server = isPlain ? createHttpServer() : createHttpsServer(certificate)
  server.on('request', (request, response) => {
    asked.push({ path: request.url ?? '', etag: request.headers['if-none-match'] })
    listener(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  // Sound: it listens on a port and on no pipe.
  const { port } = server.address() as AddressInfo
  const origin = `${scheme}://${host}:${port}`
  return { origin, asked, fetch: (url, init) => fetch(origin + pathOf(url), init) }
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}
