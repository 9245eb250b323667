import { once } from 'node:events'
import { Agent, createServer, request as openRequest, type Server } from 'node:http'
import { importKeySet } from '../../src/assertion/key-set.ts'
import { createVerifier } from '../../src/origin/verifier.ts'
import { createSidecar } from '../../src/verifier/sidecar/sidecar.ts'

/** What a proxy in a process of its own is told, as one JSON argument. */
export type ProxyTask = {
  readonly kind: 'bare' | 'sidecar'
  readonly appPort: number
  readonly issuer: string
  readonly audience: string
  readonly jwks: unknown
}

/** The reverse proxy of every tutorial: kept connections, bodies piped both ways, and headers as they come. */
function createBareProxy(appPort: number): Server {
  const agent = new Agent({ keepAlive: true })
  return createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming
    const asked = openRequest({ agent, host: '127.0.0.1', port: appPort, method, path, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(outgoing)
    })
    asked.on('error', () => outgoing.destroy())
    incoming.pipe(asked)
  })
}

async function createProxy({ kind, appPort, issuer, audience, jwks }: ProxyTask): Promise<Server> {
  if (kind === 'bare') return createBareProxy(appPort)
  const report = (): void => undefined
  const keys = await importKeySet(jwks)
  const verifier = createVerifier({ issuer, audience, keys, mode: 'enforce', bind: 'none', report })
  return createSidecar({ verifier, upstream: `http://127.0.0.1:${appPort}`, report })
}

// Sound: whoever starts this process writes this type.
const proxy = await createProxy(JSON.parse(process.argv[2] ?? '') as ProxyTask)
await once(proxy.listen(0, '127.0.0.1'), 'listening')
process.send?.(proxy.address())
process.on('disconnect', () => process.exit())
