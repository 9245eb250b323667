import type { Note } from '../../compiled.ts'
import type { GatewayInput } from '../../target.ts'

/** What the files alone do not say. */
export function kongNotes(input: GatewayInput): readonly Note[] {
  const { topology, hop } = input
  const configMap = `${topology.name}-kong`
  return [
    {
      kind: 'step',
      text: `kubectl -n ${topology.namespace} create configmap ${configMap} --from-file=kong.yml, then helm install ${configMap} kong/kong -f values.yaml`,
    },
    ...entranceNotes(input),
    ...(hop.verifies === 'native' ? verifyNotes() : []),
  ]
}

function entranceNotes({ entrance }: GatewayInput): readonly Note[] {
  const source = 'https://nginx.org/en/docs/http/ngx_http_realip_module.html'
  if (!entrance.takesProxy) {
    const text = 'Anyone who can connect may ask. Without an assertion nothing but exempt routes is served.'
    return [{ kind: 'limit', text }]
  }
  return [
    {
      kind: 'limit',
      text: 'Kong parses a PROXY header from anyone who reaches its ports: a NetworkPolicy or a security group has to keep others out.',
      source,
    },
    {
      kind: 'limit',
      text: 'Kong makes one pass over the address: behind PROXY protocol its own client address is that of the edge. Read X-Client-IP.',
      source,
    },
  ]
}

function verifyNotes(): readonly Note[] {
  const source = 'https://github.com/Kong/kong/blob/3.9.1/kong/plugins/jwt/handler.lua'
  return [
    {
      kind: 'limit',
      text: 'Kong runs one instance of a plugin on a request, the nearest: a jwt of your own on a route takes the place of this one, and post-function then refuses everything there. Authenticate users by another plugin, or behind Kong.',
      source,
    },
    {
      kind: 'limit',
      text: 'A post-function of your own on a route takes the place of the guard there: put its lines into yours.',
    },
    {
      kind: 'limit',
      text: 'The jwt plugin grants no second beyond exp, so keep clocks in step. The other rules grant 5 s and 30 s.',
      source,
    },
    {
      kind: 'step',
      text: 'At each rotation compile again before the new key signs, and post the file to /config of the Admin API, or replace the ConfigMap and restart.',
    },
  ]
}
