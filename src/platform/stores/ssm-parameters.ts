import type { AwsSettings } from './aws-client.ts'
import { createSsmClient, type SsmClient, type SsmParameter } from './ssm-client.ts'
import { allowing, explaining, type SsmTask } from './ssm-fault.ts'
import type { SsmReference } from './ssm-reference.ts'
import type { WritableStore } from './store.ts'
import { changedMeanwhile, StoreError, tooLarge } from './store-error.ts'
import { checkStoreName, isSecretName, isStoreName } from './store-name.ts'

/** Of ten parameters each. */
const MAX_PAGES = 100

/** An advanced parameter; a standard one has half of it (AWS, Managing parameter tiers). */
const MAX_BYTES = 8192

/** Each of them is tried three times by the SDK already. */
const MAX_PUT_BACKS = 3

const PAGE = 'docs/key-sources.md'

type SsmPlace = { readonly path: string; readonly kmsKeyId: string | undefined; readonly client: SsmClient }

/** What is below a path of Parameter Store, each name a parameter of its own. */
export function createSsmParameters(
  { path, region, kmsKeyId }: SsmReference,
  settings: AwsSettings,
): Omit<WritableStore, 'name'> {
  const client = createSsmClient({ ...settings, region: region ?? settings.region })
  const place: SsmPlace = { path, kmsKeyId, client }
  return {
    load: (signal) => load(place, signal),
    create: (name, text) => create(place, name, text),
    replace: (name, text, expected) => replace(place, { name, text, expected }),
    remove: (name) => remove(place, name),
  }
}

async function load({ path, client }: SsmPlace, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const contents = new Map<string, string>()
  const task: SsmTask = {
    place: `ssm:${path}`,
    action: 'ssm:GetParametersByPath',
    kmsAction: 'kms:Decrypt',
    page: PAGE,
  }
  let next: string | undefined
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await explaining(task, () => client.readPage(path, next, signal))
    for (const { name, text } of page.parameters) {
      const ownName = name.slice(path.length + 1)
      if (isStoreName(ownName)) contents.set(ownName, text)
    }
    next = page.next
    if (next === undefined) return contents
  }
  throw tooLarge(task.place, `must hold at most ${MAX_PAGES * 10} parameters`, 'more')
}

async function create(place: SsmPlace, name: string, text: string): Promise<boolean> {
  const version = await write(place, { name, text, overwrite: false })
  if (version === undefined) return false
  await checkWritten(place, { name, text, version })
  return true
}

type Replacement = { readonly name: string; readonly text: string; readonly expected: string | undefined }

async function replace(place: SsmPlace, { name, text, expected }: Replacement): Promise<void> {
  checkStoreName(name)
  const before = expected === undefined ? undefined : await read(place, name)
  if (before?.text !== expected) throw changedMeanwhile(placeOf(place, name))
  const version = await write(place, { name, text, overwrite: before !== undefined })
  if (version === undefined) throw changedMeanwhile(placeOf(place, name))
  if (before !== undefined) await checkBetween(place, { name, text, version }, before.version)
  await checkWritten(place, { name, text, version })
}

type Written = { readonly name: string; readonly text: string; readonly version: number }

/**
 * Parameter Store has no condition on a write. That others wrote between our reading and our writing shows afterwards in
 * the number of the version. Then the first of them has won, and its text is put back, which may be a revocation. The
 * first is our own if the SDK had to repeat the write.
 */
async function checkBetween(place: SsmPlace, { name, text, version }: Written, before: number): Promise<void> {
  if (version === before + 1) return
  const first = await readVersion(place, name, before + 1)
  if (first.text === text) return
  await putBack(place, { name, text: first.text, overwrite: true })
  throw changedMeanwhile(placeOf(place, name))
}

/** Tried again whatever the reason was: until it succeeds, what somebody was told is written is not there. */
async function putBack(place: SsmPlace, first: Write, attempts = MAX_PUT_BACKS): Promise<void> {
  try {
    await write(place, first)
  } catch (cause) {
    if (attempts > 1) return putBack(place, first, attempts - 1)
    const rule = 'must be put back to what another writer was told is there, and could not be'
    const nextStep = 'Rotate again; if a key was revoked meanwhile, revoke it again: ipseal keys rotate --revoke'
    throw new StoreError({ code: 'NOT_PUT_BACK', path: placeOf(place, first.name), rule, nextStep }, cause)
  }
}

/** Reads back what was written: a name that was removed and written anew meanwhile has another text, or no such version. */
async function checkWritten(place: SsmPlace, { name, text, version }: Written): Promise<void> {
  const written = await readVersion(place, name, version)
  if (written.text !== text) throw changedMeanwhile(placeOf(place, name))
}

function readVersion(place: SsmPlace, name: string, version: number): Promise<SsmParameter> {
  return explaining(readingTask(place, name), () => place.client.read(`${place.path}/${name}:${version}`))
}

async function remove(place: SsmPlace, name: string): Promise<void> {
  checkStoreName(name)
  const task: SsmTask = { place: placeOf(place, name), action: 'ssm:DeleteParameter', page: PAGE }
  await allowing('ParameterNotFound', task, () => place.client.remove(`${place.path}/${name}`))
}

/** The parameter, or undefined if there is none. */
function read(place: SsmPlace, name: string): Promise<SsmParameter | undefined> {
  return allowing('ParameterNotFound', readingTask(place, name), () => place.client.read(`${place.path}/${name}`))
}

type Write = { readonly name: string; readonly text: string; readonly overwrite: boolean }

/** The version that was written, or undefined if there is one already that is not to be written over. */
function write(place: SsmPlace, { name, text, overwrite }: Write): Promise<number | undefined> {
  checkStoreName(name)
  checkSize(place, name, text)
  const isSecret = isSecretName(name)
  const action: SsmTask = { place: placeOf(place, name), action: 'ssm:PutParameter', page: PAGE }
  const task: SsmTask = isSecret ? { ...action, kmsAction: 'kms:Encrypt' } : action
  const { path, kmsKeyId, client } = place
  return allowing('ParameterAlreadyExists', task, () =>
    client.write({ name: `${path}/${name}`, text, isSecret, kmsKeyId, overwrite }),
  )
}

function checkSize(place: SsmPlace, name: string, text: string): void {
  const bytes = new TextEncoder().encode(text).length
  if (bytes <= MAX_BYTES) return
  throw tooLarge(placeOf(place, name), `must have at most ${MAX_BYTES} bytes`, `${bytes} bytes`)
}

function readingTask(place: SsmPlace, name: string): SsmTask {
  const task: SsmTask = { place: placeOf(place, name), action: 'ssm:GetParameter', page: PAGE }
  return isSecretName(name) ? { ...task, kmsAction: 'kms:Decrypt' } : task
}

function placeOf({ path }: SsmPlace, name: string): string {
  return `ssm:${path}/${name}`
}
