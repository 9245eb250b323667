import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import type { ForwardedRequest } from './inputs.ts'

export type StreamRun = { readonly elapsedSeconds: number; readonly cpuSeconds: number; readonly peakMebibytes: number }

const CLI = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const LINES_PER_CHUNK = 500

const CONFIG = {
  issuer: 'https://edge.example.com',
  audience: 'origin',
  trust: [{ name: 'cloudflare', ranges: 'cloudflare', tenants: 'any' }],
  headers: [{ name: 'X-Forwarded-For', from: ['cloudflare'] }],
}

/** Tells what the process took through descriptor 3, for a parent learns nothing of its child's memory. */
const REPORT_USAGE = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())))",
)}`

/** Sends `count` lines through `ipseal resolve --ndjson`, start-up included; every answer must be the line's client. */
export async function streamThroughCli(requests: readonly ForwardedRequest[], count: number): Promise<StreamRun> {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-bench-'))
  const config = join(folder, 'ipseal.config.json')
  writeFileSync(config, JSON.stringify(CONFIG))
  try {
    return await runCli(config, requests, count)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function runCli(config: string, requests: readonly ForwardedRequest[], count: number): Promise<StreamRun> {
  const start = performance.now()
  const child = spawn(process.execPath, ['--import', REPORT_USAGE, CLI, 'resolve', '--config', config, '--ndjson'], {
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  })
  const [, , , report] = child.stdio
  if (child.stdin === null || child.stdout === null || !(report instanceof Readable)) throw new Error('no pipes')
  const [, , usage] = await Promise.all([
    pipeline(Readable.from(chunksOf(requests, count)), child.stdin),
    checkAnswers(child.stdout, requests, count),
    report.setEncoding('utf8').reduce((text, part: string) => text + part, ''),
    once(child, 'close'),
  ])
  const elapsedSeconds = (performance.now() - start) / 1000
  // Sound: the child's own hook wrote it.
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(usage) as NodeJS.ResourceUsage
  return { elapsedSeconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMebibytes: maxRSS / 1024 }
}

function* chunksOf(requests: readonly ForwardedRequest[], count: number): Generator<string> {
  const lines = requests.map(({ peer, forwardedFor }) => {
    const headers = [['X-Forwarded-For', forwardedFor]]
    return `${JSON.stringify({ peer, headers })}\n`
  })
  for (let sent = 0; sent < count; sent += LINES_PER_CHUNK) {
    const length = Math.min(LINES_PER_CHUNK, count - sent)
    yield Array.from({ length }, (_, i) => lines[(sent + i) % lines.length]).join('')
  }
}

async function checkAnswers(stdout: Readable, requests: readonly ForwardedRequest[], count: number): Promise<void> {
  let answered = 0
  let rest = ''
  for await (const chunk of stdout.setEncoding('utf8')) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const client = requests[answered % requests.length]?.client
      if (!line.startsWith(`{"ok":true,"ip":"${client}",`)) throw new RangeError(`resolve --ndjson: answers ${line}`)
      answered++
    }
  }
  if (answered !== count) throw new RangeError(`resolve --ndjson: ${answered} answers for ${count} lines`)
}
