import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const MORE = resolve(import.meta.dirname, 'more-aws-schemas.json')
const CACHE = resolve(import.meta.dirname, '../../../.cache')
const AWS = 'registry.terraform.io/hashicorp/aws'

type Schemas = {
  readonly resource_schemas: Readonly<Record<string, object>>
  readonly data_source_schemas: Readonly<Record<string, object>>
}

/**
 * Returns the path of a CLI configuration for `TF_CLI_CONFIG_FILE`: Terraform then takes its providers from a copy of
 * `mirror` whose AWS schema also knows what `more-aws-schemas.json` tells. What the mirror knows itself stays as it is, so
 * an entry here is of no effect once the mirror has its own.
 *
 * Throws if the mirror has no AWS provider that reads its schema from a file beside it: a real provider needs no more.
 */
export async function extendStandIn(mirror: string): Promise<string> {
  const at = await findSchema(mirror)
  const [known, more] = [await readFile(join(mirror, at), 'utf8'), await readFile(MORE, 'utf8')]
  const digest = createHash('sha256').update(mirror).update(known).update(more).digest('hex').slice(0, 12)
  const folder = join(CACHE, `terraform-stand-in-${digest}`)
  const configuration = join(folder, 'cli.tfrc')
  if (existsSync(configuration)) return configuration
  // Under another name until all of it is there, since several tests may come here at the same time.
  const unfinished = `${folder}.${randomUUID()}`
  const original = join(mirror, at)
  await cp(mirror, join(unfinished, 'mirror'), { recursive: true, filter: (source) => source !== original })
  await writeFile(join(unfinished, 'mirror', at), mergeSchemas(known, more))
  await writeFile(join(unfinished, 'cli.tfrc'), showConfiguration(join(folder, 'mirror')))
  await rename(unfinished, folder).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true })
    if (!existsSync(configuration)) throw error
  })
  return configuration
}

/** Where in the mirror AWS's schema lies: below a folder for the version and one for the platform. */
async function findSchema(mirror: string): Promise<string> {
  const files = existsSync(join(mirror, AWS)) ? await readdir(join(mirror, AWS), { recursive: true }) : []
  const schema = files.find((file) => file.endsWith('/aws.schema.json'))
  if (schema === undefined) throw new Error(`${mirror} has no ${AWS} with an aws.schema.json, so it is no stand-in`)
  return join(AWS, schema)
}

function mergeSchemas(known: string, more: string): string {
  // Sound: both are what `terraform providers schema -json` prints of one provider, which names all of these.
  const [ours, theirs] = [JSON.parse(known) as Schemas, JSON.parse(more) as Schemas]
  return JSON.stringify({
    ...ours,
    resource_schemas: { ...theirs.resource_schemas, ...ours.resource_schemas },
    data_source_schemas: { ...theirs.data_source_schemas, ...ours.data_source_schemas },
  })
}

function showConfiguration(mirror: string): string {
  return `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`
}
