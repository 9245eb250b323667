import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { AttackName } from './attacks.ts'

export type RunningAttack = {
  /** Ends it and resolves to the number of connections that it has opened. */
  readonly stop: () => Promise<number>
}

export function startAttack(name: AttackName, port: number): RunningAttack {
  const child = fork(join(import.meta.dirname, 'receiver-attacker.ts'), [name, `${port}`], { execArgv: [] })
  return {
    stop: async () => {
      child.send('stop')
      // Sound: what our own file answers with.
      const [{ opened }] = (await once(child, 'message')) as [{ readonly opened: number }]
      child.disconnect()
      await once(child, 'exit')
      return opened
    },
  }
}
