import { findCaddy } from './find-caddy.ts'
import { testGateway } from './test-gateway.ts'

const found = findCaddy()

testGateway(
  {
    name: 'Caddy',
    example: 'gateways/caddy',
    places: ({ gateway, application, forwardAuth }) => ({
      ':8080 {': `:${gateway} {\n\tbind 127.0.0.1`,
      '127.0.0.1:9180': `127.0.0.1:${forwardAuth}`,
      '127.0.0.1:8000': `127.0.0.1:${application}`,
    }),
    extra: { 'test.caddyfile': '{\n\tadmin off\n\tpersist_config off\n}\nimport Caddyfile\n' },
    run: () => ({
      command: 'path' in found ? found.path : '',
      args: ['run', '--config', 'test.caddyfile', '--adapter', 'caddyfile'],
    }),
    holes: [
      {
        name: 'the client’s header is removed',
        edits: { 'request_header -X-Client-IP': '' },
        shownBy: ['does not reach a route that is not asked about: X-Client-IP'],
      },
      {
        name: 'the assertion is kept from the application',
        edits: { 'header_up -X-Client-IP-Assertion': '' },
        shownBy: ['a sealed client is told', 'even with a seal'],
      },
      {
        name: 'options for the hop',
        edits: { 'request_header Connection': 'request_header X-Other' },
        shownBy: ['does not win over a seal: a line for the hop'],
      },
      {
        name: 'no upgrade but to WebSocket',
        edits: { 'request_header @other_upgrade -Upgrade': '' },
        shownBy: ['nobody speaks past the gateway by h2c on an exempt route'],
      },
      {
        name: 'the exact route',
        edits: {
          'not expression `{http.request.method} == "GET" && {http.request.uri} == "/livez"`': 'not path /livez',
        },
        shownBy: [
          'what resembles the route that is not asked about is not it: /LIVEZ',
          'what resembles the route that is not asked about is not it: /x/../livez',
          'HEAD to the path that is not asked about',
        ],
      },
    ],
  },
  'missing' in found ? found.missing : undefined,
)
