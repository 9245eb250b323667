import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** What is used of the package `yaml`: the copy that knip, a dependency of ours, reads its own files with. */
type Yaml = { readonly parseAllDocuments: (text: string) => readonly { readonly toJS: () => unknown }[] }

const require = createRequire(import.meta.url)
// Sound: it is what this package exports in all of its second version.
const yaml = createRequire(require.resolve('knip'))('yaml') as Yaml

/** Reads all documents of a YAML file. */
export function readYaml(path: string): readonly unknown[] {
  return yaml.parseAllDocuments(readFileSync(path, 'utf8')).map((document) => document.toJS())
}
