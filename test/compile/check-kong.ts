import schemas from '../vectors/kong-schemas.json' with { type: 'json' }

type Shape = Readonly<Record<string, string | readonly string[]>>

const ENTITIES: Readonly<Record<string, Shape>> = schemas.entities
const PLUGINS: Readonly<Record<string, { readonly fields: Shape; readonly elements?: Shape }>> = schemas.plugins

/** Says what Kong would refuse in a declarative file, by the table of its published schemas. */
export function checkKong(file: unknown): readonly string[] {
  return [
    ...checkShape(file, schemas.file, ''),
    ...listOf(file, 'services').flatMap((service, i) => checkService(service, `services[${i}]`)),
    ...listOf(file, 'consumers').flatMap((consumer, i) => [
      ...checkShape(consumer, ENTITIES.consumers ?? {}, `consumers[${i}]`),
      ...listOf(consumer, 'jwt_secrets').flatMap((secret, j) =>
        checkShape(secret, ENTITIES.jwt_secrets ?? {}, `consumers[${i}].jwt_secrets[${j}]`),
      ),
    ]),
    ...checkPlugins(file, ''),
  ]
}

function checkService(service: unknown, path: string): readonly string[] {
  return [
    ...checkShape(service, ENTITIES.services ?? {}, path),
    ...checkPlugins(service, path),
    ...listOf(service, 'routes').flatMap((route, i) => [
      ...checkShape(route, ENTITIES.routes ?? {}, `${path}.routes[${i}]`),
      ...checkPlugins(route, `${path}.routes[${i}]`),
    ]),
  ]
}

function checkPlugins(holder: unknown, path: string): readonly string[] {
  return listOf(holder, 'plugins').flatMap((plugin, i) => {
    const at = `${path}.plugins[${i}]`
    const { name, config } = membersOf(plugin)
    const schema = PLUGINS[String(name)]
    const elements = Object.entries(schema?.elements ?? {}).flatMap(([field, allowed]) =>
      listOf(config, field).flatMap((one) => (allowed.includes(String(one)) ? [] : [`${at}.${field}: ${String(one)}`])),
    )
    return [
      ...checkShape(plugin, ENTITIES.plugins ?? {}, at),
      ...checkShape(config, schema?.fields ?? {}, `${at}.config`),
      ...elements,
      ...checkTogether(String(name), membersOf(config), at),
    ]
  })
}

/** The `entity_checks` of the schemas that bear on what is compiled. */
function checkTogether(name: string, config: Readonly<Record<string, unknown>>, at: string): readonly string[] {
  const hasEnd = listOf(config, 'claims_to_verify').includes('exp')
  if (name === 'jwt' && config.maximum_expiration !== undefined && !hasEnd)
    return [`${at}: maximum_expiration without exp`]
  const lacksName = config.limit_by === 'header' && config.header_name === undefined
  return name === 'rate-limiting' && lacksName ? [`${at}: limit_by header without header_name`] : []
}

function checkShape(value: unknown, shape: Shape, path: string): readonly string[] {
  return Object.entries(membersOf(value)).flatMap(([name, member]) => {
    const wanted = shape[name]
    if (wanted === undefined) return [`${path}.${name} is unknown`]
    const isAllowed = typeof wanted === 'string' ? kindOf(member) === wanted : wanted.includes(String(member))
    return isAllowed ? [] : [`${path}.${name} is ${kindOf(member)} ${JSON.stringify(member).slice(0, 40)}`]
  })
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list'
  return typeof value === 'string' ? 'text' : typeof value
}

function listOf(holder: unknown, name: string): readonly unknown[] {
  const member = membersOf(holder)[name]
  return Array.isArray(member) ? member : []
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
