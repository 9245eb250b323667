import { findNginxWithNjs, findNjs, findStreamModule } from './cloudfront-function/find-njs.ts'
import { buildGo } from './examples/build-go.ts'
import { findFlask } from './examples/find-flask.ts'
import { findEnvoy } from './find-envoy.ts'
import { findHaproxy } from './find-haproxy.ts'
import { findNginx, systemSearchPath } from './find-nginx.ts'
import { findTraefik } from './gateways/find-traefik.ts'
import { findNginxLua } from './kong/find-nginx-lua.ts'
import { findKubeconform } from './kubernetes/go-tool.ts'
import { findKubernetesSchemas } from './kubernetes/kubernetes-schemas.ts'
import { findKustomize } from './kubernetes/kustomize.ts'
import { findRuntimeClient } from './lambda/find-runtime-client.ts'
import { findMoto } from './stores/find-moto.ts'
import { findTerraform } from './terraform/find-terraform.ts'
import { findConfigInspect } from './terraform/inspect-module.ts'
import { findHadolint } from './verifier/find-hadolint.ts'

/** What the live tests fetch by themselves; what takes more, such as Caddy, is fetched on command. */
const FINDERS: readonly (() => Promise<object>)[] = [
  findEnvoy,
  () => findHaproxy(systemSearchPath()),
  () => findNginx(systemSearchPath()),
  findNjs,
  findNginxWithNjs,
  findStreamModule,
  findNginxLua,
  findTraefik,
  findMoto,
  findFlask,
  findHadolint,
  findRuntimeClient,
  findKubeconform,
  findKustomize,
  findKubernetesSchemas,
  findTerraform,
  findConfigInspect,
  buildGo,
]

/**
 * Fetches into the cache what is not there yet, one after another, as some share a folder of it, and returns why something
 * cannot be had. Never throws: a test that lacks its program says so itself.
 */
async function fetchPrograms(): Promise<readonly string[]> {
  const missing: string[] = []
  for (const find of FINDERS) {
    const found = await find().catch((error: unknown) => ({ missing: String(error) }))
    if ('missing' in found) missing.push(String(found.missing))
  }
  return missing
}

/** For Vitest, which runs tests at the same time: no two of them are to fetch the same. */
export async function setup(): Promise<void> {
  await fetchPrograms()
}

// By itself: beside work that needs none of it.
if (import.meta.main) for (const reason of await fetchPrograms()) console.log(`not fetched: ${reason}`)
