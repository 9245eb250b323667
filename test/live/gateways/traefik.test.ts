import { findTraefik } from './find-traefik.ts'
import { testGateway } from './test-gateway.ts'

const found = await findTraefik()

testGateway(
  {
    name: 'Traefik',
    example: 'gateways/traefik',
    places: ({ gateway, application, forwardAuth }) => ({
      'address: ":8080"': `address: "127.0.0.1:${gateway}"`,
      'http://127.0.0.1:9180/': `http://127.0.0.1:${forwardAuth}/`,
      'http://127.0.0.1:8000': `http://127.0.0.1:${application}`,
    }),
    run: () => ({ command: 'path' in found ? found.path : '', args: ['--configfile=traefik.yml'] }),
    holes: [
      {
        name: 'aliases',
        edits: { 'aliasHeadersStrategy: delete': 'aliasHeadersStrategy: keep' },
        shownBy: [
          'does not reach an exempt route: underscores',
          'does not reach a route that is not asked about: dots',
          'a name with other bytes does not reach an exempt route',
        ],
      },
      {
        name: 'the service’s answer replaces the client’s header',
        edits: { 'authResponseHeaders: [X-Client-IP]': 'authResponseHeaders: [X-Other]' },
        shownBy: ['does not win over a seal: X-Client-IP', 'does not reach an exempt route: X-Client-IP'],
      },
      {
        name: 'the client’s header where nobody is asked',
        edits: { 'middlewares: [no-client-ip, hide-assertion]': 'middlewares: [hide-assertion]' },
        shownBy: ['does not reach a route that is not asked about: X-Client-IP'],
      },
      {
        name: 'the assertion is kept from the application',
        edits: { 'X-Client-IP-Assertion: ""': 'X-Other: ""' },
        shownBy: ['a sealed client is told'],
      },
    ],
  },
  'missing' in found ? found.missing : undefined,
)
