import { ATTACKS, type AttackName } from './attacks.ts'

/** What attacks, in a process of its own: it must not slow down the honest client, which is measured. */
const [name = '', port = ''] = process.argv.slice(2)
const ending = new AbortController()
process.on('message', () => ending.abort())
process.on('disconnect', () => process.exit())

// Sound: our own starter names it.
const opened = await ATTACKS[name as AttackName](Number(port), ending.signal)
process.send?.({ opened })
