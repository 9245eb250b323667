import { once } from 'node:events'

/** What a terminal may act upon, or show in another order than it was written. */
const UNSAFE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/** Writes to stdout what was asked for, and waits while its reader is slow. */
export async function writeData(data: string | Uint8Array): Promise<void> {
  if (data.length > 0 && !process.stdout.write(data)) await once(process.stdout, 'drain')
}

export async function writeJson(value: unknown): Promise<void> {
  await writeData(`${JSON.stringify(value)}\n`)
}

/** Writes a line for people to stderr. */
export function writeTalk(text: string): void {
  process.stderr.write(`${toSafeText(text)}\n`)
}

/** Text without characters that steer a terminal, its line breaks kept: messages quote files and arguments. */
export function toSafeText(text: string): string {
  return text.replace(UNSAFE, (character) => {
    return character === '\n' ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
}

/**
 * Ends the process quietly when the reader of stdout has left, as `head` does, and with a message when stdout cannot be
 * written for another reason, such as a full disk.
 */
export function watchOutput(): void {
  process.stdout.on('error', (error: Error) => {
    if (codeOf(error) === 'EPIPE') process.exit()
    process.stderr.write(`ipseal: cannot write to stdout: ${toSafeText(error.message)}\n`)
    process.exit(3)
  })
  // Nobody is left to tell.
  process.stderr.on('error', () => undefined)
}

/** The code of an error of the system, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
