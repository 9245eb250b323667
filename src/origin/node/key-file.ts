import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { importKeySet } from '../../assertion/key-set.ts'
import { parseJson } from '../../fault/parse-json.ts'
import { type KeySource, type KeySourceEvent, keepKeys } from '../keys/key-source.ts'
import { KeySourceFailure, MAX_KEY_SET_BYTES, tooLarge } from '../keys/key-source-failure.ts'
import { type KeyTimes, readKeyTimes } from '../keys/key-times.ts'

export type KeyFileOptions = Partial<KeyTimes> & {
  /** Told of every load and of keys that are too old. If it throws, its event is lost and nothing else. */
  readonly report?: (event: KeySourceEvent) => void
}

const DEFAULT_TIMES: KeyTimes = { refreshSeconds: 10, maxAgeSeconds: 3600, timeoutSeconds: 3 }

/** Reading a small file costs less than refusing a request whose key is in it. */
const FLOOR_SECONDS = 1

/**
 * Returns the keys in a file that holds a key set, read when the first request needs them and again every 10 s in use.
 *
 * It is read by its path each time and never watched, so that a file that is replaced is noticed however that is done:
 * Kubernetes swaps a link (`..data`) two folders above it, which no watch on the file itself would see. A file that is gone,
 * half written, empty of keys or larger than 64 KiB changes nothing; the last good set stays in use up to `maxAgeSeconds`.
 * Whoever can write to the file can sign, and the file may hold secrets (`oct`) that edge and origin share.
 *
 * @throws OriginError for times that cannot be meant.
 * @example
 * createVerifier({ keys: readKeyFile('/etc/ipseal/jwks', { report }), … })
 */
export function readKeyFile(path: string, options: KeyFileOptions = {}): KeySource {
  const times = readKeyTimes(options, DEFAULT_TIMES)
  const load = async () => importKeySet(parseJson(await readLimited(path)))
  return keepKeys({ load, times, floorSeconds: FLOOR_SECONDS, report: options.report })
}

async function readLimited(path: string): Promise<string> {
  let file: FileHandle | undefined
  try {
    // Opening a pipe must not wait for its writer.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const stats = await file.stat()
    if (!stats.isFile()) throw new KeySourceFailure({ reason: 'not-a-file' })
    if (stats.size > MAX_KEY_SET_BYTES) throw tooLarge()
    return await file.readFile('utf8')
  } finally {
    await file?.close()
  }
}
