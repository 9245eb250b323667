import type { SigningAlgorithm } from '../../assertion/algorithm.ts'
import { generateSigningJwk } from '../../assertion/generate-signing-jwk.ts'
import { readJsonObject } from '../../assertion/json-object.ts'
import type { PublicJwk } from '../../assertion/jwk.ts'
import { checkKeyIdsDiffer } from '../../assertion/key-set.ts'
import { publicJwks } from '../../assertion/public-jwks.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { writeJson, writeTalk } from '../output.ts'
import { readKeyFile } from '../read-key.ts'

export type KeysNewOptions = { readonly kid: string; readonly alg: SigningAlgorithm }

/** Prints a new private key. It is never written to a file from here, so that its place and rights are the caller's. */
export async function runKeysNew({ kid, alg }: KeysNewOptions): Promise<ExitCode> {
  await writeJson(await generateSigningJwk(kid, alg))
  writeTalk(hintFor(alg))
  return EXIT.yes
}

/** Prints the public halves of the keys in `files`: a key in each, or a set, as rotation keeps it in its store. */
export async function runKeysJwks(files: readonly string[]): Promise<ExitCode> {
  let keys: readonly PublicJwk[] = []
  for (const file of files) keys = await readKeyFile(file, (document) => append(keys, document))
  await writeJson({ keys })
  return EXIT.yes
}

/** Checked with each key, so that a fault is told under the name of the file that brings it in. */
function append(keys: readonly PublicJwk[], document: unknown): readonly PublicJwk[] {
  const set = readJsonObject(document)?.get('keys')
  const together = [...keys, ...publicJwks(Array.isArray(set) ? set : [document]).keys]
  checkKeyIdsDiffer(together.map(({ kid }) => kid))
  return together
}

function hintFor(alg: SigningAlgorithm): string {
  if (alg === 'HS256') return 'hint: this is a secret that edge and origin share; never put it into a published key set'
  return 'hint: this is a private key; keep it secret, and publish what `ipseal keys jwks` makes of it'
}
