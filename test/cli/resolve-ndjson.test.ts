import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { CONFIG, PROOF_ENV } from './configs.ts'
import { makeFolder, type Run, type RunOptions, readObjects, runCli, SPAWN_TIMEOUT, startCli } from './run-cli.ts'

const ARGS = ['resolve', '--config', 'ipseal.config.json', '--ndjson']

function resolveLines(stdin: string | Readable, options: RunOptions = {}): Promise<Run> {
  const cwd = makeFolder({ 'ipseal.config.json': CONFIG })
  return runCli(ARGS, { cwd, env: PROOF_ENV, stdin, ...options })
}

const request = { peer: '10.0.16.4', headers: [['X-Forwarded-For', '203.0.113.7']] }
const client = expect.objectContaining({ ok: true, ip: '203.0.113.7', via: 'x-forwarded-for' })
describe('ipseal resolve --ndjson', SPAWN_TIMEOUT, () => {
  test('goes on after a bad line, answers in order, and needs no line break at the end', async () => {
    const { code, stdout } = await resolveLines(`${JSON.stringify(request)}\nnonsense\n\n${JSON.stringify(request)}`)
    const answers = readObjects(stdout)
    expect(code).toBe(0)
    expect(answers.map(({ ok, line }) => ({ ok, line }))).toEqual([
      { ok: true },
      { ok: false, line: 2 },
      { ok: false, line: 3 },
      { ok: true },
    ])
    expect(answers[1]).toEqual({
      ok: false,
      reason: 'bad-input',
      detail: "this is no JSON: Unexpected token 'o'",
      line: 2,
    })
  })

  test('answers a header of a megabyte, and drops a line longer than its limit without keeping it', async () => {
    const long = JSON.stringify({ peer: '10.0.16.4', headers: [['X-Forwarded-For', `${'1,'.repeat(5e5)}203.0.113.7`]] })
    const tooLong = JSON.stringify({ peer: 'x'.repeat(5e6) })
    const { code, stdout } = await resolveLines(`${long}\n${tooLong}\n${JSON.stringify(request)}\n`)
    expect(code).toBe(0)
    expect(readObjects(stdout)).toEqual([
      client,
      { ok: false, reason: 'bad-input', detail: expect.stringContaining('longer than'), line: 2 },
      client,
    ])
  })

  test('answers nothing for an empty input', async () => {
    expect(await resolveLines('')).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test.each([
    { name: '--peer', args: ['--peer', '10.0.16.4'] },
    { name: '-H', args: ['-H', 'X-Forwarded-For: 203.0.113.7'] },
  ])('refuses $name beside it: they are in the lines', async ({ args }) => {
    const cwd = makeFolder({ 'ipseal.config.json': CONFIG })
    const { code, stdout, stderr } = await runCli([...ARGS, ...args], { cwd })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--ndjson') })
    expect(JSON.parse(stdout)).toEqual({ ok: false, error: expect.objectContaining({ code: 'USAGE' }) })
  })

  test('refuses to read configuration and requests from one standard input', async () => {
    const { code, stderr } = await runCli(['resolve', '--config', '-', '--ndjson'], { stdin: CONFIG })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('standard input is asked for twice') })
  })

  test('needs no more memory for 20,000 lines, or for one as long as they are, than for 1,000', async () => {
    const line = Buffer.from(
      `${JSON.stringify({ ...request, headers: [['Cookie', 'c'.repeat(8000)], ...request.headers] })}\n`,
    )
    const few = await peakMegabytes(repeat(line, 1000), 1000)
    // Each of the two inputs has 160 megabytes; what is left is what the garbage collector has not come to.
    expect((await peakMegabytes(repeat(line, 20_000), 20_000)) - few).toBeLessThan(80)
    expect((await peakMegabytes(repeat(Buffer.alloc(8000, 'x'), 20_000), 1)) - few).toBeLessThan(80)
  })

  test('ends quietly when its reader leaves', async () => {
    const cwd = makeFolder({ 'ipseal.config.json': CONFIG })
    const child = startCli(ARGS, { cwd, env: PROOF_ENV })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
    })
    child.stdout.once('data', () => child.stdout.destroy())
    const closed = new Promise((done) => child.on('exit', done))
    child.stdin.end(`${JSON.stringify(request)}\n`.repeat(200_000))
    expect({ code: await closed, stderr }).toEqual({ code: 0, stderr: '' })
  })
})

/** The most memory that the process held while it answered all of `lines`, told by itself at its end. */
async function peakMegabytes(stdin: Readable, lines: number): Promise<number> {
  const tell = `data:text/javascript,process.on('exit',()=>console.error(process.resourceUsage().maxRSS))`
  const { code, stdout, stderr } = await resolveLines(stdin, { nodeArgs: ['--import', tell] })
  expect({ code, answers: readObjects(stdout).length }).toEqual({ code: 0, answers: lines })
  return Number(stderr) / 1024
}

function repeat(bytes: Uint8Array, times: number): Readable {
  return Readable.from(Array.from({ length: times }, () => bytes))
}
