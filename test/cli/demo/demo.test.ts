import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readObject, runCli, SPAWN_TIMEOUT, startCli } from '../run-cli.ts'

/** Processes that `pid` has started, and those that these have, as Linux knows them. */
function descendantsOf(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .filter((name) => parentOf(Number(name)) === pid)
    .map(Number)
  return [...children, ...children.flatMap(descendantsOf)]
}

function parentOf(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined
  }
}

describe('ipseal demo', () => {
  test('serves the honest, and every forgery fails', SPAWN_TIMEOUT, async () => {
    const { code, stdout } = await runCli(['demo', '--json'])
    expect(readObject(stdout)).toMatchObject({
      ok: true,
      requests: [
        { edge: 'sealed 203.0.113.9', loadBalancer: '127.0.0.1', origin: 'verified 203.0.113.9', held: true },
        { edge: 'sealed 2001:db8::9', origin: 'verified 2001:db8::9', held: true },
        { edge: 'sealed 203.0.113.9', origin: 'verified 203.0.113.9', held: true },
        { edge: 'sealed 203.0.113.66', origin: 'verified 203.0.113.66', held: true },
        { entry: 'load balancer', origin: 'refused: missing', held: true },
        { edge: 'refused: unproven-peer', held: true },
        { entry: 'load balancer', origin: 'refused: bad-signature', held: true },
        { entry: 'load balancer', origin: 'refused: expired', held: true },
        { entry: 'origin', origin: 'closed: bad-header', held: true },
      ],
    })
    expect(code).toBe(0)
  })

  test('with --serve stays up until Ctrl-C, and then leaves no process', SPAWN_TIMEOUT, async () => {
    const child = startCli(['demo', '--serve'])
    let talk = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      talk += text
    })
    while (!talk.includes('Ctrl-C ends it')) await once(child.stderr, 'data')
    const edge = /http:\/\/127\.0\.0\.1:[0-9]+/.exec(talk)?.[0] ?? ''
    const reply = await fetch(edge, {
      headers: { 'CF-Connecting-IP': '203.0.113.9', 'X-Forwarded-For': '198.51.100.7' },
    })
    expect(await reply.json()).toEqual({ client: '203.0.113.9' })
    const started = descendantsOf(child.pid ?? 0)
    expect(started.length).toBeGreaterThan(0)
    child.kill('SIGINT')
    const [code]: unknown[] = await once(child, 'close')
    expect(code).toBe(0)
    // The bundler's service ends by itself once its input is closed.
    await expect.poll(() => started.filter((pid) => parentOf(pid) !== undefined), { timeout: 10_000 }).toEqual([])
  })
})
