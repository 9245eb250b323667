import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Outcome, runCommand } from '../../../tools/run-command.ts'

/** What runs a function as Lambda does, and on which Node. */
export type RuntimeClient = { readonly name: string; readonly node: string; readonly script: string }

const CACHE = resolve(import.meta.dirname, '../../../.cache/aws-lambda-ric')

/** The client that AWS publishes, and a Node of the runtime that the functions are deployed to (nodejs22.x). */
const PACKAGES = ['aws-lambda-ric@4.0.2', 'node@22.23.3']

/** Both come as scripts that build or fetch something for this machine; npm runs them only if they are named. */
const MANIFEST = { private: true, allowScripts: { 'aws-lambda-ric': true, node: true } }

/** A loop of the tests' own over the same Runtime API, for machines on which the real client cannot be built. */
export const PLAIN_CLIENT: RuntimeClient = {
  name: 'a plain loop of the tests',
  node: process.execPath,
  script: fileURLToPath(new URL('./plain-client.ts', import.meta.url)),
}

/** Finds AWS's runtime client in the cache, or installs it there, which takes a minute; or says why it cannot be had. */
export async function findRuntimeClient(): Promise<RuntimeClient | { readonly missing: string }> {
  if (process.platform !== 'linux') return { missing: 'aws-lambda-ric builds on Linux alone' }
  const client: RuntimeClient = {
    name: PACKAGES.join(' on '),
    node: join(CACHE, 'node_modules/node/bin/node'),
    script: join(CACHE, 'node_modules/aws-lambda-ric/index.mjs'),
  }
  const built = join(CACHE, 'node_modules/aws-lambda-ric/rapid-client.node')
  if (existsSync(built) && existsSync(client.node)) return client
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(join(CACHE, 'package.json'), JSON.stringify(MANIFEST))
  const { code, text } = await install()
  if (code === 0 && existsSync(built) && existsSync(client.node)) return client
  return { missing: `aws-lambda-ric could not be built; it needs npm, cmake, make and g++: ${reasonIn(text)}` }
}

function install(): Promise<Outcome> {
  const flags = ['--no-audit', '--no-fund', '--no-package-lock', '--foreground-scripts', '--fetch-retries=0']
  return runCommand(CACHE, 'npm', ['install', ...flags, ...PACKAGES])
}

/** The reason, as the scripts that build it say it, or else as npm does. */
function reasonIn(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  const said = lines.find((line) => /(?<!npm )error: /i.test(line))
  return said ?? lines.find((line) => line.startsWith('npm error')) ?? 'npm does not run'
}
