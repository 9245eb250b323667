import { findRuntimeClient, PLAIN_CLIENT, type RuntimeClient } from './find-runtime-client.ts'

/** The client that a suite runs its functions under, said aloud; and why it is not AWS's, if it is not. */
export async function chooseClient(
  suite: string,
): Promise<{ readonly client: RuntimeClient; readonly missing: string | undefined }> {
  const found = await findRuntimeClient()
  const client = 'missing' in found ? PLAIN_CLIENT : found
  const missing = 'missing' in found ? found.missing : undefined
  process.stderr.write(`live ${suite}: under ${client.name}${missing === undefined ? '' : `: ${missing}`}\n`)
  return { client, missing }
}
