import { findNginx, systemSearchPath } from '../find-nginx.ts'
import { testGateway } from './test-gateway.ts'

const found = await findNginx(systemSearchPath())

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path temp_${name};`)
const configuration = `daemon off; master_process off; pid nginx.pid;
events { worker_connections 256; }
http { access_log off; ${temporary.join(' ')}
include client-ip.conf;
}
`

testGateway(
  {
    name: 'nginx',
    example: 'gateways/nginx',
    places: ({ gateway, application, forwardAuth }) => ({
      'listen 8080;': `listen 127.0.0.1:${gateway};`,
      'server 127.0.0.1:9180;': `server 127.0.0.1:${forwardAuth};`,
      'http://127.0.0.1:8000': `http://127.0.0.1:${application}`,
    }),
    extra: { 'nginx.conf': configuration },
    run: () => ({
      command: 'path' in found ? found.path : '',
      args: ['-p', '.', '-c', 'nginx.conf', '-e', 'error.log'],
    }),
    holes: [
      {
        name: 'the client’s header is replaced',
        edits: { '    proxy_set_header X-Client-IP $client_ip;': '' },
        shownBy: [
          'does not win over a seal: X-Client-IP',
          'does not reach an exempt route: X-Client-IP',
          'does not reach a route that is not asked about: X-Client-IP',
        ],
      },
      {
        name: 'the assertion is kept from the application',
        edits: { '    proxy_set_header X-Client-IP-Assertion "";': '' },
        shownBy: ['a sealed client is told', 'even with a seal'],
      },
      {
        name: 'underscores',
        edits: { 'underscores_in_headers off;': 'underscores_in_headers on;' },
        shownBy: [
          'does not reach an exempt route: underscores',
          'does not reach a route that is not asked about: underscores',
        ],
      },
      {
        name: 'names that nginx calls invalid',
        edits: { 'ignore_invalid_headers on;': 'ignore_invalid_headers off;' },
        shownBy: ['does not reach an exempt route: dots', 'a name with other bytes does not reach an exempt route'],
      },
      {
        name: 'what the service is asked about',
        edits: { 'proxy_set_header X-Original-URL $scheme://$http_host$request_uri;': '' },
        shownBy: [
          'who asks for an exempt route by a gateway’s own headers is refused',
          'nor a host that is forged beside it',
        ],
      },
      {
        name: 'no upgrade but to WebSocket',
        edits: {
          'default "";': '',
          '"~*^websocket$" websocket;': 'default $http_upgrade;',
          'websocket upgrade;': 'default upgrade;',
        },
        shownBy: ['nobody speaks past the gateway by h2c on an exempt route'],
      },
      {
        name: 'the exact route',
        edits: { '!~ "^GET /livez(\\?|$)"': '~ "^ "' },
        shownBy: [
          'what resembles the route that is not asked about is not it: /x/../livez',
          'HEAD to the path that is not asked about',
        ],
      },
    ],
  },
  'missing' in found ? found.missing : undefined,
)
