import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readStoredKeySet } from '../../src/assertion/stored-key-set.ts'
import { filesIn, passTime, rotate, statesOf } from './rotate-folder.ts'
import { makeFolder, readObject, runCli, SPAWN_TIMEOUT } from './run-cli.ts'

const WAIT = 1860
const OVERLAP = 3960

describe('ipseal keys rotate', SPAWN_TIMEOUT, () => {
  test('makes the first key of an empty folder, with which one can sign and verify', async () => {
    const folder = makeFolder()
    const run = await rotate(folder)
    expect({ code: run.code, stderr: run.stderr, states: statesOf(run) }).toEqual({
      code: 0,
      stderr: '',
      states: ['current'],
    })
    expect(run.stdout).toMatch(
      /^made the private key (\S+)\npublished \1\n\1 current {2}since \S+Z\nthen \S+Z a new key/,
    )
    const [name = ''] = readdirSync(join(folder, 'keys'))
    const identity = ['--iss', 'https://edge.example.com', '--aud', 'origin-prod']
    const key = ['--key', join(folder, 'keys', name)]
    const sealed = await runCli(['sign', ...key, ...identity, '--ip', '203.0.113.7'])
    const verified = await runCli(['verify', '--jwks', join(folder, 'jwks'), ...identity], { stdin: sealed.stdout })
    expect({ code: verified.code, stdout: verified.stdout }).toEqual({ code: 0, stdout: '203.0.113.7\n' })
  })

  test('keeps the private key from everyone else', async () => {
    const folder = makeFolder()
    await rotate(folder)
    const [name = ''] = readdirSync(join(folder, 'keys'))
    expect(statSync(join(folder, 'keys', name)).mode & 0o777).toBe(0o600)
  })

  test('lives through a whole rotation: next, current, previous, gone', async () => {
    const folder = makeFolder()
    const times = ['--every', '97m', '--json']
    const statesAfter = async (seconds: number): Promise<unknown> => {
      passTime(folder, seconds)
      const { code, stdout } = await rotate(folder, ...times)
      const { keys: shown } = readObject(stdout)
      return { code, states: Array.isArray(shown) ? shown.map(({ state }: { state: string }) => state) : shown }
    }
    await rotate(folder, ...times)
    expect(await statesAfter(97 * 60 - 60)).toEqual({ code: 0, states: ['current'] })
    expect(await statesAfter(60)).toEqual({ code: 0, states: ['current', 'next'] })
    expect(await statesAfter(WAIT - 60)).toEqual({ code: 0, states: ['current', 'next'] })
    expect(await statesAfter(60)).toEqual({ code: 0, states: ['previous', 'current'] })
    expect(await statesAfter(OVERLAP - 60)).toEqual({ code: 0, states: ['previous', 'current'] })
    expect(readdirSync(join(folder, 'keys')).length).toBe(2)
    // The new key is due by now too, so that one run takes the old one out and publishes another.
    expect(await statesAfter(60)).toEqual({ code: 0, states: ['current', 'next'] })
    expect(readdirSync(join(folder, 'keys')).length).toBe(2)
  })

  test('run twice changes nothing, and says when something will', async () => {
    const folder = makeFolder()
    await rotate(folder)
    const files = filesIn(folder)
    const run = await rotate(folder)
    expect(run.stdout).toMatch(/^nothing was due\n\S+ current .*\nthen \S+Z a new key is published/)
    expect(filesIn(folder)).toEqual(files)
  })

  test('with --dry-run says what it would do, and does nothing', async () => {
    const folder = makeFolder()
    const { code, stdout } = await rotate(folder, '--dry-run')
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^would make the private key \S+\nwould publish \S+\nthen /),
    })
    expect(filesIn(folder)).toEqual({})
    const { stdout: json } = await rotate(folder, '--dry-run', '--json')
    expect(readObject(json)).toEqual(expect.objectContaining({ ok: true, dryRun: true, keys: [] }))
  })

  test('tells a program the same in one object', async () => {
    const folder = makeFolder()
    const { stdout } = await rotate(folder, '--json')
    const [name = ''] = readdirSync(join(folder, 'keys'))
    const [time] = readStoredKeySet(readFileSync(join(folder, 'jwks'), 'utf8'), 'jwks').times
    const at = time?.publishedAtSeconds ?? 0
    expect(readObject(stdout)).toEqual({
      ok: true,
      store: `file:${folder}`,
      dryRun: false,
      steps: [
        { step: 'create-key', keyId: name },
        { step: 'write-set', publishes: [name], promotes: [], removes: [] },
      ],
      keys: [{ keyId: name, state: 'current', sinceSeconds: at }],
      coming: [{ event: 'new-key', atSeconds: at + 90 * 86_400 }],
      unpublished: [],
    })
  })

  test('records another verifier cache with the key, and hints at copies of the set', async () => {
    const folder = makeFolder()
    await rotate(folder)
    passTime(folder, 90 * 86_400)
    const { stderr } = await rotate(folder, '--verifier-cache', '604800')
    const [, next] = readStoredKeySet(readFileSync(join(folder, 'jwks'), 'utf8'), 'jwks').times
    expect((next?.signsAtSeconds ?? 0) - (next?.publishedAtSeconds ?? 0)).toBe(604_860)
    expect(stderr).toMatch(/^hint: before \S+Z, give the set to whoever verifies with a copy of it\n$/)
  })
})

describe('ipseal keys rotate --now-because', SPAWN_TIMEOUT, () => {
  test('lets the key that waits sign at once, and keeps the reason', async () => {
    const folder = makeFolder()
    await rotate(folder)
    passTime(folder, 90 * 86_400)
    expect(statesOf(await rotate(folder))).toEqual(['current', 'next'])
    const run = await rotate(folder, '--now-because', ' drill \u001b[31m')
    expect({ code: run.code, states: statesOf(run) }).toEqual({ code: 0, states: ['previous', 'current'] })
    expect(run.stdout).toMatch(/^let \S+ sign at once\nwithout its wait, because: drill \\u\{1b\}\[31m\n/)
    const { stdout } = await rotate(folder, '--now-because', 'drill', '--json')
    expect(readObject(stdout)).toEqual(expect.objectContaining({ ok: true, because: 'drill', steps: [] }))
  })

  test('is the only way to do so: without it a key that waits goes on waiting', async () => {
    const folder = makeFolder()
    await rotate(folder)
    passTime(folder, 90 * 86_400)
    await rotate(folder)
    passTime(folder, WAIT - 60)
    const run = await rotate(folder)
    expect({ code: run.code, states: statesOf(run) }).toEqual({ code: 0, states: ['current', 'next'] })
    expect(run.stdout).toMatch(/^nothing was due\n/)
  })

  test('says so where there is nothing to skip', async () => {
    const folder = makeFolder()
    await rotate(folder)
    const { stdout } = await rotate(folder, '--now-because', 'drill')
    expect(stdout).toMatch(/^nothing was due\nno key was waiting, so nothing was skipped, because: drill\n/)
  })

  test.each([
    { name: 'an empty reason', args: ['--now-because', ''] },
    { name: 'a blank reason', args: ['--now-because', ' \t'] },
    { name: 'no reason', args: ['--now-because'] },
    { name: 'a reason of 201 characters', args: ['--now-because', 'x'.repeat(201)] },
    { name: 'a revocation of nothing', args: ['--revoke', ''] },
    { name: 'a revocation, which never waits', args: ['--now-because', 'drill', '--revoke', 'a'] },
  ])('refuses $name, exit 2, and touches nothing', async ({ args }) => {
    const folder = makeFolder()
    const run = await rotate(folder, ...args)
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: '' })
    expect(filesIn(folder)).toEqual({})
  })
})
