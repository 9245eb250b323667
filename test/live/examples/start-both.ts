import type { RunningProgram } from '../start-program.ts'
import type { RunningExample } from './example.ts'

type Stoppable = { readonly stop: () => Promise<unknown> }

/** Waits for an example as it is written and for the steered one; what they need is stopped after both. */
export async function startBoth(
  starting: readonly [asWritten: Promise<RunningProgram>, steered: Promise<RunningProgram>],
  needed: readonly Stoppable[] = [],
): Promise<RunningExample> {
  const stop = async (): Promise<void> => {
    const settled = await Promise.allSettled(starting)
    await Promise.all(settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.stop()] : [])))
    await Promise.all(needed.map((one) => one.stop()))
  }
  try {
    const [asWritten, steered] = await Promise.all(starting)
    return { port: asWritten.ports[0] ?? 0, steeredPort: steered.ports[0] ?? 0, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
