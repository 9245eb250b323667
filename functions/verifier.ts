import { writeRecord } from '../src/platform/write-record.ts'
import { startVerifier, type VerifierService } from '../src/verifier/start-verifier.ts'

// Whoever reads the log may go away and come back; the service does not fall over for want of a reader.
process.stdout.on('error', () => undefined)

let service: VerifierService | undefined
// From the first moment on: without a listener the signal ends the process, and what is being read is the newest anyway.
process.on('SIGHUP', () => void service?.reload())

try {
  const started = await startVerifier({ source: process.env.IPSEAL_VERIFIER_CONFIG, write: writeRecord })
  service = started
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void started.stop())
} catch {
  // Why is in the records. Code 3 is that of the command line for a configuration that cannot be used.
  process.exitCode = 3
}
