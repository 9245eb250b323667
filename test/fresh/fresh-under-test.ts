import { type FreshEvent, type FreshOptions, keepFresh } from '../../src/fresh/fresh.ts'

type Step = 'works' | 'fails' | 'hangs'

export const TIMES = { softSeconds: 100, hardSeconds: 1000, timeoutSeconds: 0.05, retrySeconds: 10, jitter: 0 }

/** Loads that go as planned, each of them giving its own number; those that hang end when they are told to. */
export function freshOf(plan: readonly Step[], changes: Partial<FreshOptions<string, number>> = {}) {
  const events: FreshEvent[] = []
  const signals: AbortSignal[] = []
  const hanging: (() => void)[] = []
  let loads = 0
  const load = (_from: string, signal: AbortSignal): Promise<number> => {
    const number = ++loads
    signals.push(signal)
    const step = plan[number - 1]
    if (step === 'hangs') return new Promise((resolve) => hanging.push(() => resolve(number)))
    return step === 'works' ? Promise.resolve(number) : Promise.reject(new Error(`load ${number}`))
  }
  const fresh = keepFresh({ ...TIMES, load, report: (event) => events.push(event), ...changes })
  const askAtOnce = (now: number, waitSeconds?: number) => fresh('', now, waitSeconds)
  const ask = async (now: number, waitSeconds?: number) => askAtOnce(now, waitSeconds)
  return { ask, askAtOnce, events, signals, hanging, loads: () => loads }
}

export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0))
}

/** Longer than a load may take. */
export async function outlast(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 100))
}
