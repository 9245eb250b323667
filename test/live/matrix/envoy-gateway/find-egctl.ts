import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type FoundProgram, findInstalled } from '../../kubernetes/go-tool.ts'

const CACHED = join(resolve(import.meta.dirname, '../../../../.cache/go'), 'bin/egctl')
const MODULE = 'github.com/envoyproxy/gateway/cmd/egctl@v1.9.1'

/**
 * Finds Envoy Gateway's own translator: by IPSEAL_EGCTL, on the PATH, or in the cache.
 *
 * It is not installed here: with Go that takes minutes and more than two gigabytes.
 */
export function findEgctl(): FoundProgram {
  const named = process.env.IPSEAL_EGCTL
  const path = [named, findInstalled('egctl'), CACHED].find((one) => one !== undefined && existsSync(one))
  if (path !== undefined) return { path }
  return { missing: `no egctl by IPSEAL_EGCTL, on the PATH or in .cache/go/bin: go install ${MODULE}` }
}
