/** Writes one line of JSON to standard output. The console of Lambda would put a time and an id before it. */
export function writeRecord(record: object): void {
  process.stdout.write(`${JSON.stringify(record)}\n`)
}
