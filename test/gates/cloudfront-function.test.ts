import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkCloudFrontFunction } from '../../tools/gates/cloudfront-function.ts'
import { checkout, plant } from './plant.ts'

const path = 'functions/cloudfront-function.ts'

const sound = `\
import crypto from 'node:crypto'
import cf from 'cloudfront'

export async function handler(event) {
  const value = await cf.kvs().get('ipseal')
  const names = Object.keys(event.request.headers).filter((name) => name !== value)
  return crypto.createHmac('sha256', names[0]).update(\`\${names.length ** 2}\`).digest('base64url')
}
`

function judge(text: string) {
  return checkCloudFrontFunction(plant({ [path]: text }))
}

/** The sound function with one more line in it. */
function withLine(line: string): string {
  return sound.replace('  return', `  ${line}\n  return`)
}

describe('cloudfront function', () => {
  test('passes what the runtime has, and says what it weighs', async () => {
    expect(await judge(sound)).toMatchObject({ ok: true, count: 1, unit: expect.stringMatching(/\d of 10240 bytes/) })
  })

  test('passes the project’s own', async () => {
    expect(await judge(readFileSync(join(checkout, path), 'utf8'))).toMatchObject({ ok: true, output: '' })
  })

  test('passes shorthand, which is written out', async () => {
    expect(await judge(withLine('console.log(JSON.stringify({ value }))'))).toMatchObject({ ok: true, output: '' })
  })

  test.each([
    { name: 'for-of', line: 'for (const name of names) delete event.request.headers[name]' },
    { name: 'destructuring', line: 'const { request } = event; console.log(request.uri)' },
    { name: 'destructuring of a list', line: 'const [first] = names; console.log(first)' },
    { name: 'spread of a list', line: 'console.log([...names].join())' },
    { name: 'spread of arguments', line: 'console.log(...names)' },
    { name: 'spread of an object', line: 'console.log(JSON.stringify({ ...event.request }))' },
    { name: 'a class', line: 'class Seal {}; console.log(String(new Seal()))' },
    { name: 'a default argument', line: 'const seal = (name = value) => name; console.log(seal())' },
    { name: 'optional chaining', line: 'console.log(event?.request)' },
    { name: 'nullish coalescing', line: 'console.log(event.request ?? value)' },
    { name: 'logical assignment', line: 'event.request ||= value' },
    { name: 'a computed name', line: 'console.log(JSON.stringify({ [value]: value }))' },
    { name: 'a catch without a binding', line: 'try { console.log(value) } catch { console.log(names) }' },
    { name: 'a generator', line: 'console.log(String((function* () { yield value })()))' },
    { name: 'a big number', line: 'console.log(String(1n))' },
  ])('refuses $name', async ({ line }) => {
    const { ok, output } = await judge(withLine(line))
    expect(ok).toBe(false)
    expect(output).toMatch(/not supported|the runtime lacks|not available/)
  })

  test.each([
    { name: 'a method of a later language', line: 'names.toSorted()', want: 'no names.toSorted' },
    { name: 'a class of a later language', line: 'console.log(String(new Map()))', want: 'no Map' },
    { name: 'the network', line: "await fetch('https://origin.example.com')", want: 'no fetch' },
    { name: 'timers', line: 'setTimeout(handler, 1)', want: 'no setTimeout' },
    { name: 'other crypto', line: "crypto.createSign('sha256')", want: 'no crypto.createSign' },
    {
      name: 'an awaited argument',
      line: 'console.log(value + (await cf.kvs().get(value)))',
      want: 'no argument is awaited',
    },
    { name: 'an async closure', line: 'const seal = async () => value; await seal()', want: 'async stands at the top' },
  ])('refuses $name', async ({ line, want }) => {
    expect((await judge(withLine(line))).output).toContain(want)
  })

  test.each([
    { name: 'a function of another name', text: sound.replace('handler', 'handle'), want: 'must export "handler"' },
    { name: 'one that is not exported, and so left out', text: sound.replace('export ', ''), want: 'must export' },
    { name: 'one that takes no event', text: sound.replace('(event)', '()'), want: 'that takes the event' },
    {
      name: 'a module of Node',
      text: `import fs from 'node:fs'\n${withLine('fs.readFileSync(value)')}`,
      want: 'node:fs',
    },
    { name: 'a library', text: `import { z } from 'zod'\n${withLine('z.string()')}`, want: 'node_modules/zod' },
    { name: 'what is too large', text: withLine(`console.log('${'a'.repeat(9000)}')`), want: 'CloudFront takes 10240' },
    { name: 'no function at all', text: '', want: 'must export' },
  ])('refuses $name', async ({ text, want }) => {
    const { ok, output } = await judge(text)
    expect({ ok, output }).toEqual({ ok: false, output: expect.stringContaining(want) })
  })
})
