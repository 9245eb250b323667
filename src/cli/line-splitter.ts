const LINE_FEED = 0x0a

/** A line without its line break; undefined where it was longer than the limit. */
export type Line = string | undefined

export type LineSplitter = {
  /** Takes the next bytes and returns the lines that they complete. */
  readonly push: (chunk: Uint8Array) => Line[]
  /** Returns the last line, if it had no line break. */
  readonly end: () => Line[]
}

/** Cuts bytes into lines of UTF-8, holding no more than one line of `maxBytes`; the rest of a longer one is dropped. */
export function createLineSplitter(maxBytes: number): LineSplitter {
  let held: Uint8Array[] = []
  let heldBytes = 0

  const hold = (bytes: Uint8Array): void => {
    heldBytes += bytes.length
    if (heldBytes > maxBytes) held = []
    else if (bytes.length > 0) held.push(bytes)
  }

  const release = (): Line => {
    const line = heldBytes > maxBytes ? undefined : Buffer.concat(held).toString('utf8')
    held = []
    heldBytes = 0
    return line
  }

  const push = (chunk: Uint8Array): Line[] => {
    const lines: Line[] = []
    let start = 0
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      hold(chunk.subarray(start, end))
      lines.push(release())
      start = end + 1
    }
    hold(chunk.subarray(start))
    return lines
  }

  return { push, end: () => (heldBytes > 0 ? [release()] : []) }
}
