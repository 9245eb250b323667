import type { AwsSettings } from '../stores/aws-client.ts'
import { createSsmClient } from '../stores/ssm-client.ts'
import { explaining } from '../stores/ssm-fault.ts'
import { readSsmReference } from '../stores/ssm-reference.ts'
import type { ReferenceKind } from '../stores/store-error.ts'

const SSM = 'ssm:'

const KEYS: ReferenceKind = {
  variable: 'IPSEAL_RANGES_SIGNING_KEY',
  shape: /^ssm:\/[\w./?=&:-]*$/,
  nextStep: 'Write it as ssm:/ipseal/ranges-key?region=eu-west-1, or put the private JWK itself there',
}

/**
 * Returns the text of a key: the value itself, or for `ssm:/ipseal/ranges-key?region=eu-west-1` the SecureString of that
 * name, so that no variable of the function shows it. `settings` is for tests.
 *
 * Rejects with a StoreError that quotes nothing of what it read.
 */
export async function readKeyReference(
  value: string | undefined,
  settings: AwsSettings = {},
): Promise<string | undefined> {
  if (value?.startsWith(SSM) !== true) return value
  const { path, region = settings.region } = readSsmReference(value.slice(SSM.length), { levelsBelow: 0, kind: KEYS })
  const kms = { action: 'ssm:GetParameter', kmsAction: 'kms:Decrypt', page: 'docs/ranges.md' } as const
  const client = createSsmClient({ ...settings, region })
  const { text } = await explaining({ place: `ssm:${path}`, ...kms }, () => client.read(path))
  return text
}
