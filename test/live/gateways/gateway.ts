import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProgram } from '../start-program.ts'

type Ports = {
  readonly gateway: number
  readonly application: number
  readonly forwardAuth: number
  readonly extAuthz: number
}

type OtherPorts = Omit<Ports, 'gateway'>

export type RunningGateway = { readonly port: number; readonly stop: () => Promise<void> }

export type Edits = Readonly<Record<string, string>>

/** A line without which an example is no protection: what the hole is, and the cases that have to show it. */
export type Hole = { readonly name: string; readonly edits: Edits; readonly shownBy: readonly string[] }

type Command = { readonly command: string; readonly args: readonly string[]; readonly env?: NodeJS.ProcessEnv }

export type Gateway = {
  readonly name: string
  /** The folder under examples/ that a user copies, and this runs. */
  readonly example: string
  /** Where the service's document is; in the example's folder if this says nothing. */
  readonly document?: string
  /** What the example says for the addresses of others, and what it is here. */
  readonly places: (ports: Ports) => Edits
  /** Files that belong to the test alone, by name. */
  readonly extra?: Readonly<Record<string, string>>
  readonly run: (ports: OtherPorts) => Command
  readonly holes: readonly Hole[]
}

const EXAMPLES = resolve(import.meta.dirname, '../../../examples')
const START_TIMEOUT_MILLISECONDS = 20_000

/** The service's document as it stands in the example, on free ports, but for where the keys are. */
export function readDocument({ example, document = example }: Gateway): object {
  const text = readFileSync(join(EXAMPLES, document, 'ipseal.verifier.json'), 'utf8')
  const { jwks, ...rest }: { readonly jwks: string } = JSON.parse(text.replaceAll(/"port": \d+/g, '"port": 0'))
  return rest
}

/** Starts a gateway from its example, with other addresses and, for a hole, without what `edits` take out of it. */
export async function startGateway(
  { example, places, extra = {}, run }: Gateway,
  others: OtherPorts,
  edits: Edits = {},
): Promise<RunningGateway> {
  const { command: path, args, env = process.env } = run(others)
  const write = ([gateway = 0]: readonly number[], folder: string): string => {
    cpSync(join(EXAMPLES, example), folder, { recursive: true })
    edit(folder, { ...edits, ...places({ ...others, gateway }) })
    for (const [name, text] of Object.entries(extra)) writeFileSync(join(folder, name), text)
    return `${gateway}`
  }
  const program = await startProgram(
    { name: 'gateway', path, env, file: 'port', args: () => args },
    { ports: 1, write },
  )
  const [port = 0] = program.ports
  try {
    await waitUntilServing(port)
  } catch (error) {
    await program.stop()
    throw error
  }
  return { port, stop: program.stop }
}

/** What is in none of the example's files would be a test of something else. */
function edit(folder: string, edits: Edits): void {
  const paths = readdirSync(folder).map((name) => join(folder, name))
  for (const [from, to] of Object.entries(edits)) {
    const holders = paths.filter((path) => readFileSync(path, 'utf8').includes(from))
    if (holders.length === 0) throw new Error(`"${from}" is not in the example`)
    for (const path of holders)
      writeFileSync(
        path,
        readFileSync(path, 'utf8').replaceAll(from, () => to),
      )
  }
}

/** Some listen before they know their routes. */
async function waitUntilServing(port: number): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MILLISECONDS
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/livez`).catch(() => undefined)
    if (answer?.status === 200) return
    if (performance.now() > deadline) throw new Error(`GET /livez is answered with ${answer?.status}`)
    await sleep(50)
  }
}
