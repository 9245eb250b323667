import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type GateResult, judge, type Place } from './gate.ts'

type Manifest = Readonly<
  Partial<Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>>
>
type Locked = Manifest & {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly inBundle?: boolean
}
type Lockfile = { readonly packages: Readonly<Record<string, Locked>> }

export function checkLockfile({ root }: Place): Promise<GateResult> {
  const manifest = readJson(root, 'package.json') as Manifest
  const { packages } = readJson(root, 'package-lock.json') as Lockfile
  const entries = Object.entries(packages).filter(([path]) => path !== '')
  const faults = [
    ...findLooseVersions(manifest),
    ...entries.flatMap(([path, locked]) => [
      ...findSource(path, locked),
      ...findAbsentOptionals(path, locked, packages),
    ]),
  ]
  return Promise.resolve(judge('lockfile', { count: entries.length, unit: 'packages', faults: faults.join('\n') }))
}

function readJson(root: string, name: string): unknown {
  return JSON.parse(readFileSync(join(root, name), 'utf8'))
}

function findLooseVersions({ dependencies, devDependencies, optionalDependencies }: Manifest): string[] {
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} is "${version}"; write one exact version`)
}

function findSource(path: string, { resolved, integrity, link, inBundle }: Locked): string[] {
  if (resolved !== undefined && /^[a-z+]+:/.test(resolved)) return [`package-lock.json: ${path} names a host`]
  if (integrity === undefined && !link && !inBundle) return [`package-lock.json: ${path} has no integrity`]
  return []
}

/** A lock that lacks a platform package it names makes `npm ci` fail on every machine but the one that wrote it. */
function findAbsentOptionals(path: string, locked: Locked, packages: Lockfile['packages']): string[] {
  return Object.keys(locked.optionalDependencies ?? {})
    .filter((name) => !isLocked(packages, path, name))
    .map((name) => `package-lock.json: ${path} names ${name}, which is not locked`)
}

function isLocked(packages: Lockfile['packages'], from: string, name: string): boolean {
  const candidates = [
    `${from}/node_modules/${name}`,
    `${from.slice(0, from.lastIndexOf('node_modules/'))}node_modules/${name}`,
    `node_modules/${name}`,
  ]
  return candidates.some((path) => path in packages)
}
