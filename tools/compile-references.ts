import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { compareReferences } from './references/compare-references.ts'

const root = resolve(import.meta.dirname, '..')
const { write, remove } = compareReferences(root)

for (const { path, text } of write) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  console.log(`wrote ${path}`)
}
for (const path of remove) {
  rmSync(join(root, path))
  console.log(`removed ${path}`)
}
if (write.length + remove.length === 0) console.log('everything is in step')
