import type { Reporter } from 'knip'

/** Knip's own reporters say nothing when all is well, not even that they looked. */
const reportCount: Reporter = ({ counters }) => {
  process.stdout.write(`analysed ${counters.processed} files\n`)
}

export default reportCount
