import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { membersOf } from '../../compile/read-yaml.ts'
import { findEnvoy } from '../find-envoy.ts'
import { findHaproxy } from '../find-haproxy.ts'
import { findNginx, systemSearchPath } from '../find-nginx.ts'
import { judgementOf, LISTS, makeFolder, spoiled, written } from './written-lists.ts'

const run = promisify(execFile)
const nginx = await findNginx(systemSearchPath())
const haproxy = await findHaproxy(process.env.PATH)
const envoy = await findEnvoy()

async function judgeByNginx(text: string): Promise<string> {
  if ('missing' in nginx) throw new Error(nginx.missing)
  const folder = makeFolder()
  writeFileSync(join(folder, 'list.conf'), text)
  const main = `pid ${folder}/pid; error_log stderr; events {} http { access_log off; include ${folder}/list.conf; }`
  writeFileSync(join(folder, 'nginx.conf'), main)
  return await judgementOf(run(nginx.path, ['-t', '-p', folder, '-c', join(folder, 'nginx.conf')]))
}

async function judgeByHaproxy(text: string, use: string): Promise<string> {
  if ('missing' in haproxy) throw new Error(haproxy.missing)
  const folder = makeFolder()
  const file = join(folder, 'list')
  writeFileSync(file, text)
  const head =
    'defaults\n mode http\n timeout client 1s\n timeout server 1s\n timeout connect 1s\nfrontend in\n bind 127.0.0.1:8080'
  writeFileSync(join(folder, 'haproxy.cfg'), `${head}\n ${use.replace('FILE', file)}\n`)
  return await judgementOf(run(haproxy.path, ['-c', '-f', join(folder, 'haproxy.cfg')], { env: haproxy.env }))
}

const HTTP_MANAGER = 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3'

async function judgeByEnvoy(text: string): Promise<string> {
  if ('missing' in envoy) throw new Error(envoy.missing)
  const manager = {
    '@type': `${HTTP_MANAGER}.HttpConnectionManager`,
    stat_prefix: 'in',
    use_remote_address: false,
    ...membersOf(parse(text)),
    route_config: {},
    http_filters: [
      {
        name: 'router',
        typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' },
      },
    ],
  }
  const listener = {
    address: { socket_address: { address: '127.0.0.1', port_value: 0 } },
    filter_chains: [{ filters: [{ name: 'envoy.filters.network.http_connection_manager', typed_config: manager }] }],
  }
  const file = join(makeFolder(), 'envoy.json')
  writeFileSync(file, JSON.stringify({ static_resources: { listeners: [listener] } }))
  return await judgementOf(run(envoy.path, ['--mode', 'validate', '-c', file]))
}

type Reader = {
  readonly name: string
  readonly found: object
  readonly judge: (text: string) => Promise<string>
  readonly spoil?: (text: string) => string
}

const readers: readonly Reader[] = [
  { name: 'nginx', found: nginx, judge: judgeByNginx },
  { name: 'nginx-geo', found: nginx, judge: judgeByNginx },
  {
    name: 'haproxy',
    found: haproxy,
    judge: (text: string) => judgeByHaproxy(text, 'acl edge src -f FILE\n http-request deny if !edge'),
  },
  {
    name: 'haproxy-map',
    found: haproxy,
    judge: (text: string) => judgeByHaproxy(text, 'http-request set-var(txn.peer_list) src,map_ip(FILE,none)'),
  },
  // It takes an address that there is not in silence, and leaves it out.
  {
    name: 'envoy',
    found: envoy,
    judge: judgeByEnvoy,
    spoil: (text: string) => text.replaceAll('address_prefix', 'address'),
  },
]

describe.each(readers)('the program that reads $name', ({ name, found, judge, spoil = spoiled }) => {
  test.for(LISTS)('takes the list $provider', async (list, { skip }) => {
    if ('missing' in found) skip(String(found.missing))
    expect(await judge(written(name, list))).toBe('taken')
  })

  test('refuses what is no list', async ({ skip }) => {
    if ('missing' in found) skip(String(found.missing))
    const [list] = LISTS
    if (list === undefined) throw new TypeError('no lists')
    expect(await judge(spoil(written(name, list)))).toContain('refused: ')
  })
})
