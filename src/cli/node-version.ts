const OLDEST = { major: 22, minor: 12 }

/** Says in one line why a Node of this version (`v20.18.0`) cannot run the commands; undefined if it can. */
export function describeOldNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number)
  const isOld = major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)
  if (!isOld) return undefined
  return `Node ${OLDEST.major}.${OLDEST.minor} or later is needed, and this is ${version}. Install a newer one, or run it through npx node@24.`
}
