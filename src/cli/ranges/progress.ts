import { toSafeText } from '../output.ts'

const CLEAR_LINE = '\r\u001b[K'

export type Progress = { readonly show: (text: string) => void; readonly clear: () => void }

/** A line on stderr that is written over, if a person looks at it; nothing otherwise. */
export function startProgress(): Progress {
  const { stderr } = process
  if (!stderr.isTTY) return { show: () => undefined, clear: () => undefined }
  return {
    show: (text) => stderr.write(`${CLEAR_LINE}${toSafeText(text)}`),
    clear: () => stderr.write(CLEAR_LINE),
  }
}
