import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parseAllDocuments } from 'yaml'
import type { Compiled } from '../../../../src/compile/index.ts'
import type { Places } from '../data-plane.ts'
import { type Printed, type Translated, translated } from './translated.ts'

const run = promisify(execFile)
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

/** By the addresses of these Services the configuration is led to this machine's ports. */
export const SERVICE_ADDRESSES = { application: '192.0.2.10', verifier: '192.0.2.20' } as const

/** Has Envoy Gateway's own translator make Envoy's configuration of the compiled files, `others` among them. */
export async function translate(
  egctl: string,
  { files }: Compiled,
  { certificate, others = [] }: Pick<Places, 'certificate'> & { readonly others?: readonly object[] },
): Promise<Translated> {
  const compiled = files.filter(({ path }) => path.endsWith('.yaml')).map(({ text }) => text)
  const neighbours = [secret(certificate), service('shop', 'default'), verifier(), ...others]
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-egctl-'))
  const input = join(folder, 'input.yaml')
  writeFileSync(input, [...compiled, ...neighbours.map((one) => JSON.stringify(one))].join('\n---\n'))
  try {
    const args = ['x', 'translate', '--from', 'gateway-api', '--to', 'gateway-api,xds', '-o', 'json', '-f', input]
    const { stdout } = await run(egctl, args, { maxBuffer: MAX_OUTPUT_BYTES })
    const { xds, ...objects }: Printed = JSON.parse(stdout)
    return translated({ xds, objects })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Kinds that have no status. */
const SILENT: readonly unknown[] = ['NetworkPolicy', 'ReferenceGrant']

/** The compiled objects that a status is due for. */
export function objectsWithStatus({ files }: Compiled): readonly string[] {
  const texts = files.filter(({ path }) => path.endsWith('.yaml')).map(({ text }) => text)
  return texts
    .flatMap((text) => parseAllDocuments(text))
    .filter((one) => !SILENT.includes(one.get('kind')))
    .map((one) => `${one.get('kind')} ${one.getIn(['metadata', 'name'])}`)
    .sort()
}

function secret({ cert, key }: Places['certificate']): object {
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { name: 'shop-tls', namespace: 'default' },
    data: { 'tls.crt': base64(cert), 'tls.key': base64(key) },
  }
}

function service(name: string, namespace: string): object {
  const ports = [{ name: 'http', port: 8080, protocol: 'TCP', targetPort: 8080 }]
  const spec = { clusterIP: SERVICE_ADDRESSES.application, ports }
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec }
}

function verifier(): object {
  const ports = [{ name: 'grpc', port: 9090, protocol: 'TCP', targetPort: 9090, appProtocol: 'kubernetes.io/h2c' }]
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'ipseal-verifier-grpc', namespace: 'ipseal' },
    spec: { clusterIP: SERVICE_ADDRESSES.verifier, ports },
  }
}
