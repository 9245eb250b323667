const BLOCK = 64

/** The constants of FIPS 180-4 section 4.2.2: the fractions of the cube roots of the first 64 primes. */
const K = constants(64, (prime) => Math.cbrt(prime))
/** And section 5.3.3: of the square roots of the first 8. */
const START = constants(8, (prime) => Math.sqrt(prime))

/**
 * Returns the SHA-256 of a text in hex.
 *
 * Compiling is a plain function, and what platforms offer answers with a promise. It marks settings as checked and
 * guards nothing: for keys and tokens take Web Crypto.
 */
export function sha256(text: string): string {
  const bytes = padded(new TextEncoder().encode(text))
  const view = new DataView(bytes.buffer)
  let state: readonly number[] = START
  for (let at = 0; at < bytes.length; at += BLOCK) state = compress(state, schedule(view, at))
  return state.map((word) => word.toString(16).padStart(8, '0')).join('')
}

/** The message, a bit that is set, zeros, and its length in bits, up to a whole block. */
function padded(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil((message.length + 9) / BLOCK) * BLOCK)
  bytes.set(message)
  bytes[message.length] = 0x80
  new DataView(bytes.buffer).setBigUint64(bytes.length - 8, BigInt(message.length) * 8n)
  return bytes
}

function schedule(view: DataView, at: number): readonly number[] {
  const words = Array.from({ length: 16 }, (_, i) => view.getUint32(at + 4 * i))
  for (let i = 16; i < 64; i++) {
    const [a = 0, b = 0] = [words[i - 15], words[i - 2]]
    const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3)
    const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10)
    words.push(((words[i - 16] ?? 0) + s0 + (words[i - 7] ?? 0) + s1) >>> 0)
  }
  return words
}

function compress(state: readonly number[], words: readonly number[]): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (const [i, word] of words.entries()) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const first = h + s1 + ((e & f) ^ (~e & g)) + (K[i] ?? 0) + word
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const second = s0 + ((a & b) ^ (a & c) ^ (b & c))
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) >>> 0, c, b, a, (first + second) >>> 0]
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + (state[i] ?? 0)) >>> 0)
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}

function constants(count: number, root: (prime: number) => number): readonly number[] {
  const primes: number[] = []
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n)
  return primes.map((prime) => ((root(prime) % 1) * 2 ** 32) >>> 0)
}
