import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse, stringify } from 'yaml'
import type { Compiled } from '../../../src/compile/index.ts'
import { findEnvoy } from '../find-envoy.ts'
import { compilePlane, fileNamed } from './compile-plane.ts'
import type { TopologyPart } from './data-plane.ts'

const found = await findEnvoy()

const NLB = { product: 'aws-nlb', ranges: ['10.0.16.0/20'] }
const ALB = { product: 'aws-alb', ranges: ['10.0.16.0/20'] }
const VERIFYING = { product: 'app', verifies: true }

const PATHS: readonly { readonly name: string; readonly topology: TopologyPart }[] = [
  { name: 'cloudflare -> metallb -> envoy', topology: { path: ['cloudflare', 'metallb', 'envoy', 'app'] } },
  { name: 'cloudfront -> aws-nlb -> envoy', topology: { path: ['cloudfront', NLB, 'envoy', 'app'] } },
  { name: 'fastly -> aws-alb -> envoy', topology: { path: ['fastly', ALB, 'envoy', 'app'] } },
  { name: 'an edge whose ranges nobody knows', topology: { path: [{ product: 'edge' }, 'envoy', 'app'] } },
  {
    name: 'with the prefix, bound to requests, for two hosts',
    topology: {
      path: ['cloudflare', NLB, 'envoy', 'app'],
      hosts: ['shop.example.com', '*.example.net'],
      assertion: { prefix: 'Bearer ', bind: 'request' },
    },
  },
  {
    name: 'asking the service',
    topology: { path: ['cloudflare', NLB, { product: 'envoy', verifies: 'forward-auth' }, 'app'] },
  },
  {
    name: 'in front of an application that verifies',
    topology: { path: ['cloudflare', NLB, { product: 'envoy', verifies: false }, VERIFYING] },
  },
  {
    name: 'handing TLS on, for two hosts',
    topology: {
      tls: 'passthrough',
      hosts: ['shop.example.com', '*.example.net'],
      path: ['cloudflare', NLB, { product: 'envoy', verifies: false, sendsProxy: 'v2' }, VERIFYING],
    },
  },
]

test.for(PATHS)('Envoy itself accepts what is compiled for $name', ({ topology }, { skip }) => {
  if ('missing' in found) return skip(found.missing)
  const { status, output } = validate(found.path, compilePlane({ topology, target: 'envoy' }).compiled)
  expect(output).not.toMatch(/deprecated/i)
  expect({ status, output }).toEqual({ status: 0, output: expect.stringMatching(/OK\n/) })
  return undefined
})

test('Envoy refuses a member that it does not know', ({ skip }) => {
  if ('missing' in found) return skip(found.missing)
  const { compiled } = compilePlane({ topology: { path: ['cloudflare', NLB, 'envoy', 'app'] }, target: 'envoy' })
  const files = compiled.files.map((file) => ({ ...file, text: file.text.replace('from_headers:', 'from_header:') }))
  expect(validate(found.path, { ...compiled, files }).status).not.toBe(0)
  return undefined
})

type Answer = { readonly status: number | null; readonly output: string }

/** Listeners from a file are not looked at without a start, so here they stand in the bootstrap. */
function validate(path: string, compiled: Compiled): Answer {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-envoy-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const { path: name, text } of compiled.files) writeFileSync(join(folder, name), inFolder(text, folder))
  // Sound: the compiler has written both, and Envoy is about to read them.
  const bootstrap = parse(fileNamed(compiled, 'envoy.yaml')) as { static_resources: object }
  const { resources } = parse(inFolder(fileNamed(compiled, 'listeners.yaml'), folder)) as {
    resources: readonly object[]
  }
  const listeners = resources.map((one) => ({ ...one, '@type': undefined }))
  const whole = {
    ...bootstrap,
    dynamic_resources: undefined,
    static_resources: { ...bootstrap.static_resources, listeners },
  }
  const file = join(folder, 'whole.yaml')
  writeFileSync(file, stringify(whole))
  const args = ['--mode', 'validate', '-c', file, '--use-dynamic-base-id', '--log-level', 'warning']
  const { status, stdout, stderr } = spawnSync(path, args, { encoding: 'utf8' })
  return { status, output: `${stdout}${stderr}` }
}

function inFolder(text: string, folder: string): string {
  return text.replaceAll('/etc/envoy', folder)
}
