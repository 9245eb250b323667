import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { listFiles } from '../../../tools/gates/list-files.ts'
import { ROOT } from '../../cli/run-cli.ts'

const MORE = resolve(import.meta.dirname, 'more-aws-schemas.json')
const CACHE = resolve(import.meta.dirname, '../../../.cache')
const AWS = 'registry.terraform.io/hashicorp/aws'
const SCHEMA = '.schema.json'

type Schemas = {
  readonly resource_schemas: Readonly<Record<string, object>>
  readonly data_source_schemas: Readonly<Record<string, object>>
}

const NO_SCHEMAS: Schemas = { resource_schemas: {}, data_source_schemas: {} }

/**
 * Returns the path of a CLI configuration for `TF_CLI_CONFIG_FILE`: Terraform then takes its providers from a copy of
 * `mirror` whose AWS schema also knows what `more-aws-schemas.json` tells. What the mirror knows itself stays as it is, so
 * an entry here is of no effect once the mirror has its own.
 *
 * The copy knows nothing but the types that are used in infra/terraform. Terraform reads all schemas anew for each run of a
 * test, which took two thirds of the time.
 *
 * Throws if the mirror has no AWS provider that reads its schema from a file beside it: a real provider needs no more.
 */
export async function extendStandIn(mirror: string): Promise<string> {
  const schemas = await writeSchemas(mirror)
  const digest = createHash('sha256').update(mirror).update(JSON.stringify(schemas)).digest('hex').slice(0, 12)
  const folder = join(CACHE, `terraform-stand-in-${digest}`)
  const configuration = join(folder, 'cli.tfrc')
  if (existsSync(configuration)) return configuration
  // Under another name until all of it is there, since several tests may come here at the same time.
  const unfinished = `${folder}.${randomUUID()}`
  await cp(mirror, join(unfinished, 'mirror'), { recursive: true, filter: (source) => !source.endsWith(SCHEMA) })
  for (const [at, text] of schemas) await writeFile(join(unfinished, 'mirror', at), text)
  await writeFile(join(unfinished, 'cli.tfrc'), showConfiguration(join(folder, 'mirror')))
  await rename(unfinished, folder).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true })
    if (!existsSync(configuration)) throw error
  })
  return configuration
}

/** What each schema of the mirror is in the copy, by its place there. */
async function writeSchemas(mirror: string): Promise<readonly (readonly [path: string, text: string])[]> {
  const files = existsSync(mirror) ? await readdir(mirror, { recursive: true }) : []
  const places = files.filter((file) => file.endsWith(SCHEMA)).toSorted()
  if (!places.some((place) => place.startsWith(AWS))) {
    throw new Error(`${mirror} has no ${AWS} with an aws${SCHEMA}, so it is no stand-in`)
  }
  // Sound, and below: what `terraform providers schema -json` prints of one provider, which names all of these.
  const more = JSON.parse(await readFile(MORE, 'utf8')) as Schemas
  const used = usedTypes()
  return Promise.all(
    places.map(async (at): Promise<readonly [string, string]> => {
      const known = JSON.parse(await readFile(join(mirror, at), 'utf8')) as Schemas
      return [at, JSON.stringify(fitSchemas(known, at.startsWith(AWS) ? more : NO_SCHEMAS, used))]
    }),
  )
}

function fitSchemas(known: Schemas, more: Schemas, used: ReadonlySet<string>): Schemas {
  const keep = (schemas: Readonly<Record<string, object>>): Record<string, object> =>
    Object.fromEntries(Object.entries(schemas).filter(([type]) => used.has(type)))
  return {
    ...known,
    resource_schemas: keep({ ...more.resource_schemas, ...known.resource_schemas }),
    data_source_schemas: keep({ ...more.data_source_schemas, ...known.data_source_schemas }),
  }
}

/** The types of the resources and data sources of all modules and examples. */
function usedTypes(): ReadonlySet<string> {
  const texts = listFiles(ROOT, ['infra/terraform/**/*.tf']).map((path) => readFileSync(join(ROOT, path), 'utf8'))
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/^(?:resource|data) "(\w+)"/gm)].map(([, type = '']) => type)),
  )
}

function showConfiguration(mirror: string): string {
  return `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`
}
