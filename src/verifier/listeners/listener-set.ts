import type { PlannedListener } from './listener-plan.ts'
import type { OpenListener } from './open-listener.ts'

export type Opened = { readonly plan: PlannedListener; readonly listener: OpenListener }

export type ListenerSet = {
  /** Brings what is open to what is planned. Rejects with the system's error if a port cannot be had. */
  readonly change: (plans: readonly PlannedListener[], drainSeconds: number) => Promise<void>
  /** Closes everything; the health listener last, so that it can say until then what is going on. */
  readonly close: (drainSeconds: number) => Promise<void>
  readonly open: () => readonly Opened[]
  /** True while everything that was planned last is open. */
  readonly isWhole: () => boolean
}

/**
 * Keeps ports open across changes: one that is planned as it was stays, with its connections.
 *
 * New ones are opened before any is closed, and if that fails everything is as it was. A port whose own settings have
 * changed is closed just before it is opened anew; connections that come in between are refused by the system.
 */
export function keepListeners(onOpen: (opened: Opened) => void): ListenerSet {
  let opened: readonly Opened[] = []
  let planned: readonly PlannedListener[] = []
  const openOne = async (plan: PlannedListener): Promise<Opened> => {
    const one = { plan, listener: await plan.open() }
    onOpen(one)
    return one
  }
  const change: ListenerSet['change'] = async (plans, drainSeconds) => {
    const isKept = ({ plan }: Opened): boolean => plans.some(({ key }) => key === plan.key)
    const retired = opened.filter((one) => !isKept(one))
    const fresh = plans.filter(({ key }) => !opened.some(({ plan }) => plan.key === key))
    const isTaken = ({ port }: PlannedListener): boolean =>
      retired.some(({ listener }) => listener.address.port === port)
    const first = await openAll(
      fresh.filter((plan) => !isTaken(plan)),
      openOne,
    )
    // From here on there is no way back to the old ports.
    planned = plans
    opened = [...opened.filter(isKept), ...first]
    // Not waited for: what is under way on them may take as long as it takes.
    for (const { listener } of retired) void listener.close(drainSeconds)
    opened = [...opened, ...(await openAll(fresh.filter(isTaken), openOne))]
  }
  const close: ListenerSet['close'] = async (drainSeconds) => {
    const isHealth = ({ plan }: Opened): boolean => plan.name === 'health'
    await Promise.all(opened.filter((one) => !isHealth(one)).map(({ listener }) => listener.close(drainSeconds)))
    await Promise.all(opened.filter(isHealth).map(({ listener }) => listener.close(0)))
    opened = []
  }
  return { change, close, open: () => opened, isWhole: () => opened.length === planned.length }
}

async function openAll(
  plans: readonly PlannedListener[],
  openOne: (plan: PlannedListener) => Promise<Opened>,
): Promise<readonly Opened[]> {
  const opened: Opened[] = []
  try {
    for (const plan of plans) opened.push(await openOne(plan))
  } catch (error) {
    await Promise.all(opened.map(({ listener }) => listener.close(0)))
    throw error
  }
  return opened
}
