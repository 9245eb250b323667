import { createRequire } from 'node:module'

type YamlDocument = { readonly errors: readonly Error[]; readonly toJS: () => unknown }

/** What is used of the package `yaml`: the copy that knip, a dependency of ours, reads its own files with. */
type Yaml = { readonly parseAllDocuments: (text: string) => readonly YamlDocument[] }

const require = createRequire(import.meta.url)
// Sound: it is what this package exports in all of its second version.
const yaml = createRequire(require.resolve('knip'))('yaml') as Yaml

/** Reads all documents of a YAML text; throws if it is none. */
export function readYaml(text: string): readonly unknown[] {
  return yaml.parseAllDocuments(text).map((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0]
    return document.toJS()
  })
}
