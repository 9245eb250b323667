import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import type { Compiled } from '../../../src/compile/index.ts'
import { compileGateway, type Document } from '../../compile/compile-gateway.ts'
import { createCertificate } from '../../origin/certificate.ts'
import { findHaproxy } from '../find-haproxy.ts'

const found = await findHaproxy(process.env.PATH)
const { cert, key } = createCertificate('shop.example.com')
const run = promisify(execFile)

/** Runs haproxy -c on compiled files, as they are but for where certificates are; returns its exit code. */
async function check({ files }: Compiled, edit: (text: string) => string = (text) => text): Promise<number> {
  if ('missing' in found) throw new Error(found.missing)
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-haproxy-check-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'certificate.pem'), `${cert}${key}`)
  for (const { path, text } of files) {
    writeFileSync(join(folder, path), edit(text).replaceAll('/etc/haproxy/tls/', 'certificate.pem'))
  }
  const args = ['-c', '-f', join(folder, 'haproxy.cfg')]
  // Relative names have to be found from anywhere.
  return run(found.path, args, { env: found.env, cwd: '/' }).then(
    () => 0,
    (error: unknown) => (error instanceof Error && 'code' in error ? Number(error.code) : -1),
  )
}

const app = { product: 'app', verifies: true }
const documents: readonly (Document & { readonly name: string })[] = [
  { name: 'verifies behind PROXY protocol', path: 'cloudflare -> aws-nlb -> haproxy -> app' },
  { name: 'verifies behind the edge', path: 'cloudfront -> metallb -> haproxy -> app' },
  { name: 'verifies behind a load balancer that ends TLS', path: 'cloudflare -> aws-alb -> haproxy -> app' },
  { name: 'asks', path: ['cloudflare', 'aws-nlb', { product: 'haproxy', verifies: 'forward-auth' }, 'app'] },
  { name: 'hands the assertion on', path: 'cloudfront -> aws-nlb -> haproxy -> envoy -> app' },
  {
    name: 'hands the assertion on with PROXY protocol',
    path: ['cloudflare', 'aws-nlb', { product: 'haproxy', sendsProxy: 'v2', ranges: ['10.0.32.0/24'] }, 'envoy', 'app'],
  },
  {
    name: 'hands TLS on unread',
    path: ['cloudflare', 'aws-nlb', { product: 'haproxy', verifies: false, sendsProxy: 'v1' }, app],
    tls: 'passthrough',
  },
  {
    name: 'binds, exempts and quotes',
    path: 'cloudflare -> aws-nlb -> haproxy -> app',
    assertion: { bind: 'request', audience: "it's -i # %[src] $HOME" },
    exempt: [
      { method: 'GET', path: '/a' },
      { method: 'HEAD', path: '/a' },
    ],
  },
]

test.for(documents)('haproxy -c accepts what $name', async ({ name: _, ...document }, { skip }) => {
  if ('missing' in found) skip(found.missing)
  expect(await check(compileGateway('haproxy', document))).toBe(0)
})

test('haproxy -c refuses a planted fault', async ({ skip }) => {
  if ('missing' in found) skip(found.missing)
  const document = { path: 'cloudflare -> aws-nlb -> haproxy -> app' }
  const fault = (text: string): string => text.replace('jwt_verify(ES256', 'jwt_verify(EdDSA')
  expect(await check(compileGateway('haproxy', document), fault)).not.toBe(0)
})
