import type { CompiledFile } from '../compiled.ts'
import type { Plain } from '../yaml/because.ts'
import { writeYaml } from '../yaml/write-yaml.ts'

/** A file of Kubernetes objects, or of one chart's values, with nothing said above them. */
export function manifestFile(path: string, objects: readonly Plain[]): CompiledFile {
  return { path, text: writeYaml(objects.map((value) => ({ value }))) }
}
