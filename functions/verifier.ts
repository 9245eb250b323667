import { writeRecord } from '../src/platform/write-record.ts'
import { startVerifier } from '../src/verifier/start-verifier.ts'

// Whoever reads the log may go away and come back; the service does not fall over for want of a reader.
process.stdout.on('error', () => undefined)

try {
  const service = await startVerifier({ source: process.env.IPSEAL_VERIFIER_CONFIG, write: writeRecord })
  process.on('SIGHUP', () => void service.reload())
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void service.stop())
} catch {
  // Why is in the records. Code 3 is that of the command line for a configuration that cannot be used.
  process.exitCode = 3
}
