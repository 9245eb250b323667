import { findEnvoy } from '../find-envoy.ts'
import type { Hole } from './gateway.ts'
import { testGateway } from './test-gateway.ts'

const found = await findEnvoy()

const HOLES: readonly Hole[] = [
  {
    name: 'the client’s headers are removed on every route',
    edits: { 'regex: "x[^a-z0-9]client[^a-z0-9]ip"': 'regex: "x-nothing"' },
    shownBy: [
      'does not reach a route that is not asked about: X-Client-IP',
      'does not reach a route that is not asked about: underscores',
      'does not reach a route that is not asked about: dots',
    ],
  },
  {
    name: 'aliases of the assertion',
    edits: {
      '"x[^a-z0-9]client[^a-z0-9]ip[^a-z0-9-]assertion"': '"x-nothing"',
      '"x[^a-z0-9]client[^a-z0-9-]ip[^a-z0-9]assertion"': '"x-nothing"',
      '"x[^a-z0-9-]client[^a-z0-9]ip[^a-z0-9]assertion"': '"x-nothing"',
    },
    shownBy: ['does not reach a route that is not asked about: the assertion’s name with underscores'],
  },
  {
    name: 'the assertion is kept from the application',
    edits: { 'request_headers_to_remove: [x-client-ip-assertion]': 'request_headers_to_remove: [x-other]' },
    shownBy: ['nor does a seal tell one'],
  },
  {
    name: 'the exact route',
    edits: { '{ path: /livez, headers: [{ name: ":method", string_match: { exact: GET } }] }': '{ prefix: /livez }' },
    shownBy: [
      'HEAD to the path that is not asked about',
      'what resembles the route that is not asked about is not it: /livez/',
    ],
  },
]

/** The second form of Envoy's question, in which repeated lines are not joined. */
const RAW = { 'transport_api_version: V3': 'transport_api_version: V3\n              encode_raw_headers: true' }

const WAYS = [
  { name: 'Envoy by HTTP', file: 'ext-authz-http.yaml', holes: HOLES },
  { name: 'Envoy by gRPC', file: 'ext-authz-grpc.yaml', holes: HOLES },
  { name: 'Envoy by gRPC with raw headers', file: 'ext-authz-grpc.yaml', holes: [], edits: RAW },
]

for (const { name, file, holes, edits = {} } of WAYS) {
  testGateway(
    {
      name,
      example: 'gateways/envoy',
      places: ({ gateway, application, forwardAuth, extAuthz }) => ({
        'address: 0.0.0.0, port_value: 8080': `address: 127.0.0.1, port_value: ${gateway}`,
        'port_value: 8000': `port_value: ${application}`,
        'port_value: 9180': `port_value: ${forwardAuth}`,
        'port_value: 9191': `port_value: ${extAuthz}`,
        ...edits,
      }),
      run: () => ({
        command: 'path' in found ? found.path : '',
        args: ['-c', file, '--concurrency', '1', '--disable-hot-restart', '--log-level', 'warning'],
      }),
      holes,
    },
    'missing' in found ? found.missing : undefined,
  )
}
