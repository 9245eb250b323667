import { createSsmClient, type SsmSettings } from '../stores/ssm-client.ts'
import { explaining } from '../stores/ssm-fault.ts'
import { readSsmReference } from '../stores/ssm-reference.ts'

const SSM = 'ssm:'

/**
 * Returns the text of a key: the value itself, or for `ssm:/ipseal/ranges-key?region=eu-west-1` the SecureString of that
 * name, so that no variable of the function shows it. `settings` is for tests.
 *
 * Rejects with a StoreError that quotes nothing of what it read.
 */
export async function readKeyReference(
  value: string | undefined,
  settings: SsmSettings = {},
): Promise<string | undefined> {
  if (value?.startsWith(SSM) !== true) return value
  const { path, region = settings.region } = readSsmReference(value.slice(SSM.length))
  const task = { place: `ssm:${path}`, action: 'ssm:GetParameter', kmsAction: 'kms:Decrypt' } as const
  const { text } = await explaining(task, () => createSsmClient({ ...settings, region }).read(path))
  return text
}
