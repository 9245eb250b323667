import type { Settings } from './settings.ts'

/** The name, in settings, of the secret that pseudonyms in the log are made with. */
export const PSEUDONYM_SECRET = 'pseudonym'

/** Every secret that an edge with these settings needs, by the name that they give it, each once. */
export function secretNames({ trust, shadow, privacy }: Settings): readonly string[] {
  const proofs = [...trust, ...(shadow?.trust ?? [])].flatMap(({ proof }) => proof?.secret ?? [])
  return [...new Set(privacy.logAddress === 'pseudonym' ? [...proofs, PSEUDONYM_SECRET] : proofs)]
}
