import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { readStoredKeySet, writeStoredKeySet } from '../../src/assertion/stored-key-set.ts'
import { type Run, runCli } from './run-cli.ts'

/** Rotates the keys in a folder. Whatever it prints must hold nothing of a key that is or was there. */
export async function rotate(folder: string, ...args: readonly string[]): Promise<Run> {
  const before = secretsIn(folder)
  const run = await runCli(['keys', 'rotate', '--store', `file:${folder}`, ...args])
  const secrets = [...before, ...secretsIn(folder)]
  expect(secrets.filter((secret) => `${run.stdout}${run.stderr}`.includes(secret))).toEqual([])
  return run
}

function secretsIn(folder: string): readonly string[] {
  const place = join(folder, 'keys')
  const names = existsSync(place) ? readdirSync(place) : []
  return names.map((name) => /"d":"([^"]+)"/.exec(readFileSync(join(place, name), 'utf8'))?.[1] ?? '')
}

/** Makes every time in a folder this much earlier, as if so much had passed. */
export function passTime(folder: string, seconds: number): void {
  const place = join(folder, 'jwks')
  const { times, ...set } = readStoredKeySet(readFileSync(place, 'utf8'), 'jwks')
  const earlier = times.map(({ keyId, publishedAtSeconds, signsAtSeconds = 0 }) => ({
    keyId,
    publishedAtSeconds: publishedAtSeconds - seconds,
    signsAtSeconds: signsAtSeconds - seconds,
  }))
  writeFileSync(place, writeStoredKeySet({ ...set, times: earlier }))
}

/** The lines that name a key and its state. */
export function statesOf({ stdout }: Run): readonly string[] {
  return [...stdout.matchAll(/^\S+ +(current|next|previous) /gm)].map(([, state = '']) => state)
}

export function filesIn(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => statSync(join(folder, name)).isFile()).toSorted()
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}
