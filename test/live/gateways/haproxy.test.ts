import { findHaproxy } from '../find-haproxy.ts'
import { testGateway } from './test-gateway.ts'

const found = await findHaproxy(process.env.PATH)

testGateway(
  {
    name: 'HAProxy',
    example: 'haproxy',
    document: 'gateways/haproxy',
    places: ({ gateway, application }) => ({
      'bind :8080': `bind 127.0.0.1:${gateway}`,
      'server app 127.0.0.1:8000': `server app 127.0.0.1:${application}`,
      // The table has a second route that needs no seal.
      '-m str "GET /health"': '-m str "GET /health" "GET /livez"',
    }),
    run: ({ forwardAuth }) => {
      const { path, env } = 'path' in found ? found : { path: '', env: {} }
      const verifier = `http://127.0.0.1:${forwardAuth}/verify`
      return { command: path, args: ['-db', '-f', 'forward-auth.cfg'], env: { ...env, EDGE_VERIFIER: verifier } }
    },
    holes: [
      {
        name: 'the client’s headers are removed',
        edits: { 'http-request del-header ^x[^a-z0-9]client[^a-z0-9]ip([^a-z0-9]assertion)?$ -m reg': '' },
        shownBy: [
          'does not reach an exempt route: X-Client-IP',
          'does not reach an exempt route: underscores',
          'does not reach an exempt route: dots',
          'a sealed client is told',
        ],
      },
      {
        name: 'only the plain name is removed',
        edits: {
          'http-request del-header ^x[^a-z0-9]client[^a-z0-9]ip([^a-z0-9]assertion)?$ -m reg':
            'http-request del-header x-client-ip',
        },
        shownBy: ['does not reach an exempt route: underscores', 'does not win over a seal: dots'],
      },
      {
        name: 'options for the next proxy',
        edits: { 'http-request del-header connection if': 'http-request set-header x-other y if' },
        shownBy: ['does not win over a seal: a line for the hop'],
      },
      {
        name: 'no upgrade but to WebSocket',
        edits: { 'http-request del-header upgrade unless': 'http-request set-header x-other y unless' },
        shownBy: ['nobody speaks past the gateway by h2c on an exempt route'],
      },
      {
        name: 'who is unknown is refused',
        edits: { 'http-request deny deny_status 401 if !is_exempt !{ var(txn.client_ip) -m found }': '' },
        shownBy: ['no assertion is refused'],
      },
      {
        name: 'no path behind what is no host',
        edits: { 'http-request deny deny_status 400 unless { url': 'http-request deny deny_status 400 if FALSE { url' },
        shownBy: [
          'what resembles the exempt route is not it: http://a?@app.example.com/health',
          'what resembles the exempt route is not it: http:///health',
          'a bound seal fits no query that ends like its path',
        ],
      },
      {
        name: 'the exact route',
        edits: { 'http-request set-var(txn.path) path': 'http-request set-var(txn.path) path,lower' },
        shownBy: ['what resembles the exempt route is not it: /HEALTH'],
      },
    ],
  },
  'missing' in found ? found.missing : undefined,
)
