// Plain JavaScript that any Node reads: it is loaded before a TypeScript file that an old Node could not even parse.
const [major = 0, minor = 0] = process.version.slice(1).split('.').map(Number)
const isTooOld = major < 22 || (major === 22 && minor < 12)

if (isTooOld || !process.features.typescript) {
  const need = isTooOld ? 'Node 22.12 or later is needed' : 'this Node cannot run TypeScript files'
  process.stderr.write(
    `ipseal: ${need}, found ${process.version}; run npm ci first: it installs the Node that the npm scripts use\n`,
  )
  process.exit(3)
}
